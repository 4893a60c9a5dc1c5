package dev.steadfast.standalone.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Compares this machine's clock with the registry's, by the {@code Date} of its answers, which are in whole seconds. */
final class ClockExamination implements Examination {

    private static final String SUBJECT = "clock";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final String url;
    private final Clock clock;

    /**
     * @param registry the registry's address, or several with commas between them
     * @param clock this machine's
     */
    ClockExamination(String registry, Clock clock) {
        this.url = registry.split(",", 2)[0].strip();
        this.clock = clock;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (!url.startsWith("http")) {
            return List.of(unknown("the registry has no address"));
        }
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        try {
            Instant before = clock.instant();
            Optional<String> date =
                    client.send(question, BodyHandlers.discarding()).headers().firstValue("Date");
            Instant after = clock.instant();
            return List.of(date.map(told -> compared(told, before, after))
                    .orElseGet(() -> unknown("the registry tells no date")));
        } catch (IOException e) {
            return List.of(unknown("the registry does not answer"));
        }
    }

    private static Finding compared(String date, Instant before, Instant after) {
        try {
            Instant told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration ahead = Duration.between(told.plusSeconds(1), before);
            Duration behind = Duration.between(after, told);
            Duration off = ahead.compareTo(behind) > 0 ? ahead : behind;
            return off.compareTo(TOLERATED) <= 0
                    ? Finding.ok(SUBJECT, "as the registry's, within %d s".formatted(TOLERATED.toSeconds()))
                    : Finding.warning(
                            SUBJECT,
                            "%d s %s the registry's"
                                    .formatted(off.toSeconds(), ahead.compareTo(behind) > 0 ? "ahead of" : "behind"),
                            "Let all machines take their time from NTP: deadlines and max-age compare the times of different machines.");
        } catch (DateTimeException e) {
            return unknown("the registry's date is no date: " + date);
        }
    }

    private static Finding unknown(String why) {
        return Finding.note(SUBJECT, "not compared: " + why, "");
    }
}
