package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys that are taken at present. Whenever their file is looked at, a good one takes the place of the old keys as a whole; one that
 * is broken or gone leaves them, and the log says so once.
 *
 * <p>Threading notes: any thread authenticates. Those that look wait for each other.
 */
final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private final ApiKeyFile file;
    private volatile List<ApiKey> keys;
    private String content; // of the last look, good or not
    private String trouble = "";

    private ApiKeys(ApiKeyFile file, String content) {
        this.file = file;
        this.content = content;
        this.keys = file.parse(content);
    }

    /**
     * Reads the keys.
     *
     * @throws GatewayException if the file cannot be read, or is not as it should be
     */
    static ApiKeys open(Path path) {
        try {
            return new ApiKeys(new ApiKeyFile(path), Files.readString(path));
        } catch (IOException e) {
            throw new GatewayException(
                    "gateway.access.api-keys: must be a file of API keys ('steadfast keys create' makes one), was '%s' (%s)"
                            .formatted(path, e),
                    e);
        } catch (IllegalArgumentException e) {
            throw new GatewayException("gateway.access.api-keys: " + e.getMessage(), e);
        }
    }

    /** Who has this key. It is compared with all keys, each in constant time. */
    Authentication authenticate(String key) {
        KeyDigest digest = KeyDigest.of(key);
        Authentication found = new Authentication.Refused(Refusal.UNKNOWN_KEY);
        for (ApiKey known : keys) {
            if (known.digest().matches(digest)) {
                found = new Authentication.Accepted(known.principal());
            }
        }
        return found;
    }

    /** Reads the file again. Blocks. */
    synchronized void look() {
        try {
            String now = Files.readString(file.path());
            trouble = "";
            if (!now.equals(content)) {
                content = now;
                keys = file.parse(now);
                LOG.atInfo()
                        .addKeyValue("file", file.path())
                        .addKeyValue("keys", keys.size())
                        .log("API keys changed");
            }
        } catch (IOException e) {
            if (!trouble.equals(e.toString())) {
                trouble = e.toString();
                warn(trouble);
            }
        } catch (IllegalArgumentException e) {
            warn(String.valueOf(e.getMessage()));
        }
    }

    private void warn(String reason) {
        LOG.atWarn()
                .addKeyValue("file", file.path())
                .addKeyValue("reason", reason)
                .log("API keys cannot be read again; those read before stay");
    }
}
