package dev.steadfast.schemas;

import dev.steadfast.settings.SettingsException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A Confluent-compatible schema registry, seen through the Confluent client, with its errors sorted into those of the record
 * ({@link UnreadableRecordException}) and those of the registry ({@link RegistryException}). Safe for use by several threads.
 */
public final class SchemaRegistry {

    /** Where the registry is: one or more URLs separated by commas, or {@code mock://name} for one inside this JVM. */
    public static final String URL = "schema.registry.url";

    /** Whether a schema that the registry does not have is registered by whoever writes it first; default true. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    private static final String MOCK = "mock://";
    private static final Map<String, SchemaRegistryClient> MOCKS = new ConcurrentHashMap<>();
    private static final int CACHED_SCHEMAS = 1000;

    /** How the client's error begins when the registry answers with a schema that is not Avro (Protobuf, JSON Schema), or not valid. */
    private static final String NOT_PARSED = "Invalid schema";

    private static final RegistryAttempts ONCE = new RegistryAttempts() {
        @Override
        public <T> T make(Supplier<T> call) {
            return call.get();
        }
    };

    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final SchemaRegistryClient client;
    private final String url;
    private final boolean autoRegister;
    private final RegistryAttempts attempts;

    private SchemaRegistry(SchemaRegistryClient client, String url, boolean autoRegister, RegistryAttempts attempts) {
        this.client = client;
        this.url = url;
        this.autoRegister = autoRegister;
        this.attempts = attempts;
    }

    /**
     * Makes a client; nothing is sent before the first schema is needed.
     *
     * @param configuration Confluent's keys: {@value #URL}, {@value #AUTO_REGISTER}, {@code basic.auth.*},
     *     {@code schema.registry.ssl.*}; others are ignored
     * @throws SettingsException if the URL is missing
     */
    public static SchemaRegistry connect(Map<String, ?> configuration) {
        Object url = configuration.get(URL);
        if (url == null || url.toString().isBlank()) {
            throw new SettingsException("kafka." + URL + ": must be the schema registry's address, was not given");
        }
        Object autoRegister = configuration.get(AUTO_REGISTER);
        return new SchemaRegistry(
                client(url.toString(), configuration),
                url.toString(),
                autoRegister == null || Boolean.parseBoolean(autoRegister.toString()),
                ONCE);
    }

    /** The same registry, which serdes ask in another way for what they do not know yet. */
    public SchemaRegistry with(RegistryAttempts other) {
        return new SchemaRegistry(client, url, autoRegister, other);
    }

    /**
     * Asks for all that is needed to write and read records as they are now, so that none of it is missing when the registry is away.
     *
     * @throws RegistryException if the registry does not answer, or refuses
     */
    public void learn(String subject, Schema schema) {
        schemaById(idForWriting(subject, schema));
    }

    private static SchemaRegistryClient client(String url, Map<String, ?> configuration) {
        if (url.startsWith(MOCK)) {
            return MOCKS.computeIfAbsent(url, name -> new MockSchemaRegistryClient());
        }
        List<String> urls = Arrays.stream(url.split(",")).map(String::strip).toList();
        return new CachedSchemaRegistryClient(urls, CACHED_SCHEMAS, configuration);
    }

    /** A serde for values of one topic, under the subject {@code <topic>-value}. */
    public <V extends SpecificRecord> AvroSerde<V> serde(Class<V> type) {
        return new AvroSerde<>(this, type);
    }

    /** Sets how the versions of a subject may differ: {@code BACKWARD} lets new readers read old records. */
    public void requireBackwardCompatibility(String subject) {
        call("set the compatibility of subject " + subject, () -> client.updateCompatibility(subject, "BACKWARD"));
    }

    /**
     * Registers a schema, or finds it.
     *
     * @return its id
     * @throws RegistryException not retriable if the schema is incompatible with the subject's earlier versions
     */
    public int register(String subject, Schema schema) {
        return call("register subject " + subject, () -> client.register(subject, new AvroSchema(schema)));
    }

    /**
     * The id under which a writer's schema is known, registered now if that is allowed.
     *
     * @throws RegistryException if it is not known and may not be registered, or the registry does not answer
     */
    public int idForWriting(String subject, Schema schema) {
        return attempts.make(() -> autoRegister
                ? register(subject, schema)
                : call("find the schema of subject " + subject, () -> client.getId(subject, new AvroSchema(schema))));
    }

    Schema schemaById(int id) {
        return attempts.make(() -> fetched(id));
    }

    private Schema fetched(int id) {
        try {
            return (Schema) client.getSchemaById(id).rawSchema();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Problem.UNKNOWN_SCHEMA,
                        "the registry at " + url + " has no schema with id " + id,
                        e);
            }
            throw failure("read schema " + id, e);
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().startsWith(NOT_PARSED)) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Problem.WRONG_RECORD, "schema " + id + " is not an Avro schema", e);
            }
            throw unreachable("read schema " + id, e);
        }
    }

    private interface RegistryCall<T> {
        T run() throws IOException, RestClientException;
    }

    private <T> T call(String what, RegistryCall<T> call) {
        try {
            return call.run();
        } catch (RestClientException e) {
            throw failure(what, e);
        } catch (IOException e) {
            throw unreachable(what, e);
        }
    }

    private RegistryException failure(String what, RestClientException e) {
        boolean retriable = e.getStatus() >= SERVER_ERROR || e.getStatus() == TOO_MANY_REQUESTS;
        return new RegistryException(
                "the schema registry at %s would not %s: %s".formatted(url, what, e.getMessage()), retriable, e);
    }

    private RegistryException unreachable(String what, IOException e) {
        return new RegistryException(
                "the schema registry at %s could not be reached to %s: %s".formatted(url, what, e), true, e);
    }
}
