package dev.steadfast.standalone.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a page says to type, or a program that it shows.
 *
 * @param page its file, from the repository's folder
 * @param line where it begins in it
 * @param language {@code sh}, {@code console}, {@code python} or {@code javascript}
 * @param text as it stands there, over several lines where it goes on
 * @param output the lines that it prints, according to the page
 * @param notRun why the tests do not run it, if so
 */
record DocumentedCommand(
        String page, int line, String language, String text, List<String> output, Optional<String> notRun) {

    /** What a reader of a page types without being told to there. */
    static DocumentedCommand typed(String page, String text) {
        return new DocumentedCommand(page, 0, "sh", text, List.of(), Optional.empty());
    }

    DocumentedCommand printing(String printed) {
        List<String> all = new ArrayList<>(output);
        all.add(printed);
        return new DocumentedCommand(page, line, language, text, all, notRun);
    }

    boolean isProgram() {
        return language.equals("python") || language.equals("javascript");
    }

    @Override
    public String toString() {
        return "%s:%d %s".formatted(page, line, text.lines().findFirst().orElse(""));
    }
}
