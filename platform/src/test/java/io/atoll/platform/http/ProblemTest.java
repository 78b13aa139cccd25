package io.atoll.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.wire.ProblemType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void itIsWrittenAsRfc9457HasItWithItsFieldsBehind() {
    Problem problem =
        new Problem(ProblemType.BODY_TOO_LARGE, "too \"large\"").with("limitBytes", 7);
    assertThat(problem.encode().toString())
        .isEqualTo(
            "{\"type\":\"urn:atoll:error:body-too-large\",\"title\":\"The body is too large\","
                + "\"status\":413,\"detail\":\"too \\\"large\\\"\",\"limitBytes\":7}");
  }

  @Test
  void severalMistakesAreToldAtOnce() {
    Problem problem =
        Problem.ofMistakes(
            ProblemType.INVALID_PARAMETER,
            List.of(new Problem.Mistake("r", "one"), new Problem.Mistake("w", "two")));
    assertThat(problem.detail()).isEqualTo("one; two");
    assertThat(problem.encode().toString())
        .contains("\"errors\":[{\"field\":\"r\",\"detail\":\"one\"}");
  }

  @Test
  void everyKindHasItsOwnName() {
    assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::urn)).doesNotHaveDuplicates();
    assertThat(ProblemType.values()).allMatch(type -> type.isTransient() == (type.status() == 503));
  }
}
