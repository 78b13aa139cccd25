package io.atoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.causal.CausalContext;
import io.atoll.causal.MalformedContextException;
import io.atoll.server.RequestRules.Violation;
import io.atoll.wire.FailureCode;
import io.atoll.wire.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
  private final RequestRules rules = new RequestRules(10, 20, 30);

  @Test
  void whatIsAllowedBreaksNoRule() {
    assertThat(rules.key(1)).isNull();
    assertThat(rules.key(10)).isNull();
    assertThat(rules.value(0)).isNull();
    assertThat(rules.value(20)).isNull();
    assertThat(rules.timeout(1)).isNull();
    assertThat(rules.timeout(30)).isNull();
    assertThat(rules.timeout(1, "1")).isNull();
    assertThat(rules.timeout(30, "30ms")).isNull();
    assertThat(RequestRules.contentType("")).isNull();
    assertThat(RequestRules.contentType("text/plain; charset=utf-8")).isNull();
    assertThat(RequestRules.sloppy(false)).isNull();
  }

  @Test
  void aBrokenRuleIsToldWithItsValueAndWhatWouldBeRight() {
    broken(rules.key(0), ProblemType.MALFORMED_KEY, "the key has 0 bytes: must be 1 to 10");
    broken(rules.key(11), ProblemType.KEY_TOO_LONG, "the key has 11 bytes: must be 1 to 10");
    broken(rules.value(21), ProblemType.BODY_TOO_LARGE, "the value has 21 bytes: must be 0 to 20");
    for (long timeoutMs : new long[] {-1, 0, 31}) {
      broken(
          rules.timeout(timeoutMs, "x"),
          ProblemType.INVALID_PARAMETER,
          "timeout='x': must be 1 to 30 milliseconds");
    }
    broken(
        rules.timeout(31),
        ProblemType.INVALID_PARAMETER,
        "timeout=31: must be 1 to 30 milliseconds");
    for (String type : List.of("t".repeat(256), "a\nb", "ä", "a\u007f")) {
      broken(
          RequestRules.contentType(type),
          ProblemType.INVALID_HEADER,
          "the content type must be at most 255 printable ASCII characters");
    }
  }

  @Test
  void whatIsNotBuiltIsNotImplementedAtBothDoors() {
    Violation sloppy = RequestRules.sloppy(true);
    assertThat(sloppy.type()).isEqualTo(ProblemType.NOT_IMPLEMENTED);
    assertThat(sloppy.code()).isEqualTo(FailureCode.NOT_IMPLEMENTED);
  }

  @Test
  void severalContextsAreOneAndAnEmptyOneStandsForNone() {
    byte[] none = {};
    byte[] empty = CausalContext.EMPTY.encode();
    assertThat(RequestRules.context(List.of(none, empty, none))).isEqualTo(CausalContext.EMPTY);
    assertThat(RequestRules.context((String) null)).isEqualTo(CausalContext.EMPTY);
    assertThat(RequestRules.context("")).isEqualTo(CausalContext.EMPTY);
  }

  @Test
  void bytesThatAreNotAContextAreToldWithTheirPlace() {
    byte[] garbage = {9, 9};
    assertThatThrownBy(() -> RequestRules.context(List.of(garbage)))
        .isInstanceOfSatisfying(
            MalformedContextException.class,
            why ->
                broken(
                    RequestRules.notAContext("min-context", why),
                    ProblemType.MALFORMED_CONTEXT,
                    "min-context is not a context issued by Atoll: " + why.getMessage()));
  }

  private static void broken(Violation violation, ProblemType type, String detail) {
    assertThat(violation).isEqualTo(new Violation(type, detail));
    assertThat(violation.code()).isEqualTo(FailureCode.INVALID_REQUEST);
  }
}
