package dev.steadfast.gateway.access;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, by anybody, down to DEBUG. */
public final class CapturedLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.steadfast");
    private final Level rootLevel = root.getLevel();
    private final Level ownLevel = own.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public CapturedLog() {
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.DEBUG);
        own.setLevel(Level.DEBUG);
    }

    /** A line for each event, with its key-values and its stack trace. */
    public List<String> lines() {
        return new ArrayList<>(appender.list)
                .stream()
                        .map(event -> "%s %s %s %s"
                                .formatted(
                                        event.getLevel(),
                                        event.getFormattedMessage(),
                                        event.getKeyValuePairs(),
                                        event.getThrowableProxy() == null
                                                ? ""
                                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                        .toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        root.setLevel(rootLevel);
        own.setLevel(ownLevel);
    }
}
