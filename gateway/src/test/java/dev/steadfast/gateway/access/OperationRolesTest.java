package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationRolesTest {

    @Test
    void shouldReadTheRolesOfAnOperation() {
        assertThat(roles("[{\"apiKey\": [\"read\"]}, {\"token\": [\"read\"]}]")).isEqualTo(Set.of(Role.READ));
        assertThat(roles("[{\"apiKey\": [\"read\", \"operate\"]}]")).isEqualTo(Set.of(Role.READ, Role.OPERATE));
        assertThat(roles("[]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                                              | op: must say what it asks for
            [{}]                                              | op: must ask for the same roles with every scheme
            [{"apiKey": []}]                                  | op: must ask for the same roles with every scheme
            [{"apiKey": ["read"]}, {"token": ["operate"]}]    | op: must ask for the same roles with every scheme
            [{"apiKey": ["read"]}, {"token": []}]             | op: must ask for the same roles with every scheme
            [{"apiKey": ["reed"]}]                            | op: must ask for one of publish, read, operate, was 'reed'
            """)
    void shouldNotOpenAnOperationByOversight(String security, String message) {
        assertThatThrownBy(() -> roles(security))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static Set<Role> roles(String security) {
        return OperationRoles.of(new JsonObject("{\"operationId\": \"op\", \"security\": " + security + "}"));
    }
}
