package dev.steadfast.standalone.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.SampleAnswers;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {

    @Test
    void shouldWriteAPredictionAsTheGatewayDoes() {
        assertThat(AnswerJson.of(new Answer.Predicted(SampleAnswers.certified("f", "demo")))
                        .toPrettyString())
                .isEqualToNormalizingNewlines("""
                        {
                          "frameId" : "f",
                          "cameraId" : "demo",
                          "outcome" : "certified",
                          "reason" : null,
                          "class" : 3,
                          "className" : "cat",
                          "label" : "cat",
                          "radius" : 0.47689,
                          "lowerBound" : 0.97178,
                          "counts" : [ {
                            "class" : 3,
                            "className" : "cat",
                            "label" : "cat",
                            "votes" : 987
                          }, {
                            "class" : 5,
                            "className" : "dog",
                            "label" : "dog",
                            "votes" : 12
                          } ],
                          "samples" : 1100,
                          "invalidSamples" : 1,
                          "sigma" : 0.25,
                          "alpha" : 0.001,
                          "plan" : "fixed",
                          "n0" : 100,
                          "n" : 1000,
                          "targetRadius" : null,
                          "ladderStep" : 0,
                          "resumedFrom" : null,
                          "groundTruth" : 3,
                          "modelName" : "cifar10 1",
                          "modelDigest" : "%s",
                          "backend" : "cpu",
                          "capturedAt" : "2026-11-22T12:03:02.250Z",
                          "acceptedAt" : "2026-11-22T12:03:03.250Z",
                          "completedAt" : "2026-11-22T12:03:04.250Z",
                          "latencyMillis" : 1000,
                          "receipt" : {
                            "noiseKey" : "%s",
                            "taskSamples" : 25,
                            "tasks" : 44,
                            "inputHeight" : 32,
                            "inputWidth" : 32,
                            "inputSha256" : "%s",
                            "pixelRules" : "steadfast-1 orientation=exif"
                          },
                          "source" : {
                            "framePartition" : 1,
                            "frameOffset" : 17,
                            "inputPartition" : 2,
                            "inputOffset" : 11
                          }
                        }""".formatted("ab".repeat(32), "00".repeat(32), "cd".repeat(32)));
    }

    @Test
    void shouldKeepNamesWithoutValues() {
        assertThat(AnswerJson.of(new Answer.Predicted(SampleAnswers.abstained("f", "demo")))
                        .toString())
                .contains(
                        "\"outcome\":\"abstained\",\"reason\":\"not-confident\",\"class\":null,\"className\":null,\"label\":null,\"radius\":0.0");
    }

    @Test
    void shouldWriteARejection() {
        assertThat(AnswerJson.of(new Answer.Rejected(SampleAnswers.rejected("f", "demo")))
                        .toString())
                .isEqualTo(
                        "{\"frameId\":\"f\",\"cameraId\":\"demo\",\"outcome\":\"rejected\",\"reason\":\"not-an-image\","
                                + "\"message\":\"neither PNG nor JPEG\",\"completedAt\":\"2026-11-22T12:03:04.250Z\","
                                + "\"source\":{\"topic\":\"frames\",\"partition\":1,\"offset\":17}}");
    }
}
