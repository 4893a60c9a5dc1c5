package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.streams.TestModels;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final ServedModel STABLE = TestModels.animals();
    private static final ServedModel CANDIDATE = TestModels.retrainedAnimals();
    private static final int FRAMES = 20_000;

    @Test
    void shouldTakeTheFirstRouteThatIsForTheCamera() {
        Routes routes = new Routes(
                List.of(STABLE, CANDIDATE),
                List.of(route("door-*", CANDIDATE), route("door-1", STABLE), route("*", STABLE)));

        assertThat(assign(routes, "door-1", "f").model()).isEqualTo(CANDIDATE);
        assertThat(assign(routes, "gate", "f").model()).isEqualTo(STABLE);
        assertThat(routes.fallback()).isEqualTo(STABLE);
        assertThat(routes.answers(CANDIDATE)).isTrue();
    }

    @Test
    void shouldGiveCanaryAndShadowTheirSharesIndependently() {
        Routes routes = routes(Optional.of(new Portion(CANDIDATE, 0.1)), Optional.of(new Portion(STABLE, 0.3)));
        List<Assignment> decided = IntStream.range(0, FRAMES)
                .mapToObj(i -> assign(routes, "door", "f-" + i))
                .toList();

        assertThat(share(decided, Assignment::canary)).isCloseTo(0.1, within(0.01));
        // The stable bundle shadows where it does not answer: on the canary's frames alone.
        assertThat(share(decided, it -> it.shadow().isPresent())).isCloseTo(0.1 * 0.3, within(0.005));
        assertThat(decided).allSatisfy(it -> assertThat(it.shadow()).isNotEqualTo(Optional.of(it.model())));
    }

    @Test
    void shouldDecideTheSameForTheSameFrame() {
        Routes routes = routes(Optional.of(new Portion(CANDIDATE, 0.5)), Optional.empty());

        // SHA-256("canary f-0") begins with 87, that of "canary f-4" with 12; 80 is the half.
        assertThat(assign(routes, "door", "f-0").canary()).isFalse();
        assertThat(assign(routes, "door", "f-4").canary()).isTrue();
    }

    @Test
    void shouldGiveAWholeShareEveryFrame() {
        Routes routes = routes(Optional.empty(), Optional.of(new Portion(CANDIDATE, 1)));

        assertThat(IntStream.range(0, 1000))
                .allSatisfy(i ->
                        assertThat(assign(routes, "door", "f-" + i).shadow()).contains(CANDIDATE));
        assertThat(routes.answers(CANDIDATE)).isFalse();
    }

    @Test
    void shouldLeaveOutABundleThatCannotTakeTheFrame() {
        Routes routes = routes(Optional.of(new Portion(CANDIDATE, 1)), Optional.of(new Portion(CANDIDATE, 1)));

        Assignment decided = routes.assign("door", "f", model -> false);

        assertThat(decided).isEqualTo(new Assignment(STABLE, false, Optional.empty()));
    }

    @Test
    void shouldRefuseRoutesThatLeaveACameraOut() {
        assertThatThrownBy(() -> new Routes(List.of(STABLE), List.of(route("door", STABLE))))
                .hasMessage("routes: the last one must be for all cameras, [\"*\"]: every frame needs a bundle");
        assertThatThrownBy(() -> new Routes(List.of(STABLE), List.of())).hasMessageContaining("the last one");
    }

    @Test
    void shouldRefuseBundlesThatShareAQueueOrAreTheSame() {
        ServedModel sameQueue = new ServedModel(CANDIDATE.manifest(), STABLE.queue());
        ServedModel again = new ServedModel(STABLE.manifest(), "noise-tasks-2");

        assertThatThrownBy(() -> new Routes(List.of(STABLE, sameQueue), List.of(route("*", STABLE))))
                .hasMessageContaining("animals 1 and retrained-animals 1 share the queue noise-tasks");
        assertThatThrownBy(() -> new Routes(List.of(STABLE, again), List.of(route("*", STABLE))))
                .hasMessageContaining("are the same bundle, " + STABLE.digest());
    }

    @Test
    void shouldRefuseAPortionThatIsNone() {
        assertThatThrownBy(() -> new Portion(STABLE, 0)).hasMessage("share: must be above 0 and at most 1, was 0.0");
        assertThatThrownBy(() -> new Portion(STABLE, Double.NaN)).hasMessageContaining("was NaN");
        assertThatThrownBy(() -> new Portion(STABLE, 1.5)).hasMessageContaining("was 1.5");
    }

    @Test
    void shouldRefuseACanaryOrShadowWithOtherClasses() {
        Portion plants = new Portion(TestModels.plants(), 0.5);

        assertThatThrownBy(() -> routes(Optional.of(plants), Optional.empty()))
                .hasMessage("canary: plants 1 must have the classes of animals 1, in the same order");
        assertThatThrownBy(() -> routes(Optional.empty(), Optional.of(plants)))
                .hasMessageContaining("shadow: plants 1");
    }

    private static Routes routes(Optional<Portion> canary, Optional<Portion> shadow) {
        return new Routes(
                List.of(STABLE, CANDIDATE),
                List.of(new Route(List.of(new CameraPattern("*")), STABLE, canary, shadow, ServiceLevel.USUAL)));
    }

    private static Route route(String camera, ServedModel model) {
        return new Route(
                List.of(new CameraPattern(camera)), model, Optional.empty(), Optional.empty(), ServiceLevel.USUAL);
    }

    private static Assignment assign(Routes routes, String camera, String frame) {
        return routes.assign(camera, frame, model -> true);
    }

    private static double share(List<Assignment> decided, Function<Assignment, Boolean> having) {
        return decided.stream().filter(having::apply).count() / (double) decided.size();
    }
}
