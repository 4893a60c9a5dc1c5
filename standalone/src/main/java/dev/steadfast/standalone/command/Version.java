package dev.steadfast.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * The version that the build wrote into {@code version.properties}, and the commit that was built where that is known; also there when the
 * launcher runs the classes without a jar.
 */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** {@return as in {@code steadfast 0.1.0 (commit 0123456789ab)}, with {@code , changed} where the sources were not those of the commit} */
    public static String text() {
        Properties properties = new Properties();
        try (InputStream input = Version.class.getResourceAsStream("version.properties")) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return text(properties);
    }

    static String text(Properties properties) {
        String commit = properties.getProperty("commit");
        return "steadfast " + properties.getProperty("version")
                + (commit.matches("[0-9a-f]+") ? " (" + built(commit, properties) + ")" : "");
    }

    private static String built(String commit, Properties properties) {
        return "commit " + commit + (properties.getProperty("changed").equals("true") ? ", changed" : "");
    }
}
