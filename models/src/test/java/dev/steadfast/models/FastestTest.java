package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With names in place of models. */
class FastestTest {
    private static final List<ModuleMethod> BOTH = List.of(ModuleMethod.PREPARE, ModuleMethod.PREPARE_FLOATS);

    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldTakeTheFasterAndFreeTheOther() {
        assertThat(chosen(Map.of("PREPARE", 20L, "PREPARE_FLOATS", 10L))).isEqualTo("PREPARE_FLOATS");
        assertThat(closed).containsExactly("PREPARE");
        assertThat(chosen(Map.of("PREPARE", 5L, "PREPARE_FLOATS", 10L))).isEqualTo("PREPARE");
        assertThat(closed).containsExactly("PREPARE", "PREPARE_FLOATS");
    }

    @Test
    void shouldKeepTheFirstWhereAnotherIsHardlyFaster() {
        assertThat(chosen(Map.of("PREPARE", 11L, "PREPARE_FLOATS", 10L), 1.2)).isEqualTo("PREPARE");
        assertThat(chosen(Map.of("PREPARE", 13L, "PREPARE_FLOATS", 10L), 1.2)).isEqualTo("PREPARE_FLOATS");
        assertThat(closed).containsExactly("PREPARE_FLOATS", "PREPARE");
    }

    @Test
    void shouldTakeNoneThatComputesSomethingElse() {
        assertThat(chosen(Map.of("PREPARE_FLOATS", 10L))).isEqualTo("PREPARE_FLOATS");
        assertThat(closed).containsExactly("PREPARE");
    }

    @Test
    void shouldRefuseWithTheFirstReasonWhereNoneComputesWhatIsDefined() {
        assertThatThrownBy(() -> chosen(Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessage("PREPARE differs");
        assertThat(closed).containsExactly("PREPARE", "PREPARE_FLOATS");
    }

    /** @param nanos of those that prove themselves */
    private String chosen(Map<String, Long> nanos) {
        return chosen(nanos, 1);
    }

    private String chosen(Map<String, Long> nanos, double advantage) {
        return new Fastest<>(
                        "kernels",
                        ModuleMethod::name,
                        advantage,
                        ModuleMethod::name,
                        model -> {
                            if (!nanos.containsKey(model)) {
                                throw new ModelException(model + " differs");
                            }
                        },
                        model -> nanos.getOrDefault(model, 0L),
                        closed::add)
                .among(BOTH);
    }
}
