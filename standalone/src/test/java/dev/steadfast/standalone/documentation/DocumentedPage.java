package dev.steadfast.standalone.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as it shows what to type.
 *
 * <p>Fences of {@code sh} hold commands, those of {@code console} commands after {@code $} and what they print, those of {@code python} and
 * {@code javascript} a program. In front of a fence, {@code <!-- not run: REASON -->} speaks of all of it, and {@code <!-- not run "TEXT": REASON -->}
 * of its commands that contain the text.
 *
 * @param name its file, from the repository's folder
 * @param fences of any language, in their order
 */
record DocumentedPage(String name, List<Fence> fences) {

    private static final Pattern MARK = Pattern.compile("<!-- not run(?: \"([^\"]+)\")?: (.+?) -->");
    private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");

    /** Why what it speaks of is not run. */
    record Mark(String text, String reason) {}

    /** What stands between two rows of backticks. */
    record Fence(String page, int line, String language, List<String> lines, List<Mark> marks) {

        /** What is typed, in its order: a program is one command. */
        List<DocumentedCommand> commands() throws IOException, InterruptedException {
            return switch (language) {
                case "sh" -> typed(false);
                case "console" -> typed(true);
                case "python", "javascript" -> List.of(command(line + 1, String.join("\n", lines) + "\n"));
                default -> List.of();
            };
        }

        private List<DocumentedCommand> typed(boolean withOutput) throws IOException, InterruptedException {
            List<DocumentedCommand> commands = new ArrayList<>();
            for (int at = 0; at < lines.size(); at++) {
                String typed = lines.get(at);
                int first = at;
                if (withOutput && !typed.startsWith("$ ")) {
                    DocumentedCommand last = commands.remove(commands.size() - 1);
                    commands.add(last.printing(typed));
                } else if (!typed.isBlank() && !typed.startsWith("#")) {
                    typed = withOutput ? typed.substring(2) : typed;
                    while (!complete(typed)) {
                        at++;
                        typed += "\n" + lines.get(at);
                    }
                    commands.add(command(line + 1 + first, typed));
                }
            }
            return commands;
        }

        private DocumentedCommand command(int at, String typed) {
            Optional<String> reason = marks.stream()
                    .filter(mark -> typed.contains(mark.text()))
                    .map(Mark::reason)
                    .findFirst();
            return new DocumentedCommand(page, at, language, typed, List.of(), reason);
        }

        /** Whether a shell would not ask for another line. */
        private static boolean complete(String typed) throws IOException, InterruptedException {
            Process shell = new ProcessBuilder("bash", "-nc", typed)
                    .redirectErrorStream(true)
                    .start();
            boolean silent = shell.getInputStream().readAllBytes().length == 0;
            return shell.waitFor() == 0 && silent && !typed.endsWith("\\");
        }
    }

    static DocumentedPage read(Path repository, String name) throws IOException {
        List<Fence> fences = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        List<String> lines = Files.readAllLines(repository.resolve(name));
        for (int at = 0; at < lines.size(); at++) {
            Matcher mark = MARK.matcher(lines.get(at));
            Matcher fence = FENCE.matcher(lines.get(at));
            if (fence.matches()) {
                int first = at;
                List<String> inside = new ArrayList<>();
                for (at++; !lines.get(at).strip().equals("```"); at++) {
                    String line = lines.get(at);
                    int indent = Math.min(fence.group(1).length(), line.length());
                    inside.add(line.substring(indent));
                }
                fences.add(new Fence(name, first + 1, fence.group(2), inside, List.copyOf(marks)));
                marks.clear();
            } else if (mark.matches()) {
                String text = mark.group(1);
                marks.add(new Mark(text == null ? "" : text, mark.group(2)));
            } else if (!lines.get(at).isBlank() && !marks.isEmpty()) {
                throw new IllegalStateException(
                        "%s:%d: no fence follows the mark before this line".formatted(name, at + 1));
            }
        }
        return new DocumentedPage(name, fences);
    }
}
