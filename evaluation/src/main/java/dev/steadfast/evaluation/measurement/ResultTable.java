package dev.steadfast.evaluation.measurement;

import dev.steadfast.evaluation.EvaluationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results in a file, as {@link ResultFile} or Cohen et al.'s reference implementation wrote it. Of the latter it reads radii of
 * three significant digits, times with or without microseconds, with days, or in plain seconds, and the tables of its {@code predict.py}, whose
 * answers have no radius: 0.
 *
 * @param results in the order of the file, at least one; no image twice
 */
public record ResultTable(List<ImageResult> results) {

    /** @throws IllegalArgumentException if there is no result */
    public ResultTable {
        results = List.copyOf(results);
        if (results.isEmpty()) {
            throw new IllegalArgumentException("results must be at least one, but are none");
        }
    }

    /**
     * Reads a file. The end of a last line that is just being written is left out.
     *
     * @throws EvaluationException if the file cannot be read or holds no result, or a line breaks a rule: the message names file, line,
     *     rule and what was found
     */
    public static ResultTable read(Path file) {
        List<ImageResult> results = parse(file, text(file), false);
        if (results.isEmpty()) {
            throw new EvaluationException(file + ": must hold at least one image, but holds none yet");
        }
        return new ResultTable(results);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new EvaluationException(file + " does not exist", e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * The results in the text of a file.
     *
     * @param wholeLinesOnly whether a last line without its line end is left out even if it can be read
     */
    static List<ImageResult> parse(Path file, String text, boolean wholeLinesOnly) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        boolean torn = !text.isEmpty() && !text.endsWith("\n");
        if (torn && wholeLinesOnly) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty() || !ResultLine.knows(lines.get(0))) {
            String found = lines.isEmpty() ? "an empty file" : "'" + ResultLine.shown(lines.get(0)) + "'";
            throw new EvaluationException(
                    file + ", line 1: must be the columns '" + ResultLine.HEADER.replace("\t", " ")
                            + "' with tabs between them (without radius, of a table of predict.py), but is " + found);
        }
        List<ImageResult> results = new ArrayList<>();
        Map<Integer, Integer> lineOfImage = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                ImageResult result = ResultLine.read(lines.get(0), lines.get(i));
                Integer earlier = lineOfImage.putIfAbsent(result.idx(), i + 1);
                ImageResult.check(
                        earlier == null, "idx", "another one on each line", result.idx() + " as on line " + earlier);
                results.add(result);
            } catch (IllegalArgumentException e) {
                if (torn && i == lines.size() - 1) {
                    break; // the rest of this line is still to come
                }
                throw new EvaluationException("%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
            }
        }
        return Collections.unmodifiableList(results);
    }
}
