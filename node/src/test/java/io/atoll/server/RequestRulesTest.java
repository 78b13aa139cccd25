package io.atoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.MalformedContextException;
import io.atoll.causal.VersionVector;
import io.atoll.server.RequestRules.Violation;
import io.atoll.wire.ContextText;
import io.atoll.wire.FailureCode;
import io.atoll.wire.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
  private static final ContextSeal SEAL = new ContextSeal(new byte[16]);
  private static final byte[] KEY = {7};

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
    CausalContext one = new CausalContext(VersionVector.of(new Actor(1, 1), 3), 5);
    CausalContext other = new CausalContext(VersionVector.of(new Actor(2, 1), 4), 9);
    List<byte[]> sent = List.of(none, SEAL.seal(1, KEY, one), none, SEAL.seal(1, KEY, other), none);
    assertThat(RequestRules.context(SEAL, 1, KEY, sent)).isEqualTo(one.merge(other));
    assertThat(RequestRules.context(SEAL, 1, KEY, List.of(none))).isEqualTo(CausalContext.EMPTY);
    String text = ContextText.of(SEAL.seal(1, KEY, one));
    assertThat(RequestRules.context(SEAL, 1, KEY, text)).isEqualTo(one);
  }

  @Test
  void oneContextOfAnotherKeyAmongSeveralIsToldWithItsPlace() {
    byte[] good = SEAL.seal(1, KEY, CausalContext.EMPTY);
    byte[] foreign = SEAL.seal(1, new byte[] {8}, CausalContext.EMPTY);
    for (List<byte[]> sent :
        List.of(List.of(good, foreign), List.of(foreign, good), List.of(new byte[] {9, 9}))) {
      assertThatThrownBy(() -> RequestRules.context(SEAL, 1, KEY, sent))
          .isInstanceOfSatisfying(
              MalformedContextException.class,
              why ->
                  broken(
                      RequestRules.notAContext("min-context", why),
                      ProblemType.MALFORMED_CONTEXT,
                      "min-context is no context of this key: the context was made for another key,"
                          + " for a keyspace of that name before it was made again, or by another"
                          + " cluster, or it is damaged: read the key again, which gives a good"
                          + " one"));
    }
    for (String text : List.of("", "?", "AAAA", ContextText.of(foreign), "A".repeat(8_193))) {
      assertThatThrownBy(() -> RequestRules.context(SEAL, 1, KEY, text))
          .isInstanceOf(MalformedContextException.class)
          .hasMessageStartingWith("the context ");
    }
  }

  private static void broken(Violation violation, ProblemType type, String detail) {
    assertThat(violation).isEqualTo(new Violation(type, detail));
    assertThat(violation.code()).isEqualTo(FailureCode.INVALID_REQUEST);
  }
}
