package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class ContextTextTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Property
  void roundTrip(@ForAll CausalContext context) {
    String text = context.toText();
    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(CausalContext.fromText(text)).isEqualTo(context);
  }

  @Property(tries = 50)
  void everyMistypedCharacterIsRefused(@ForAll CausalContext context) {
    String text = context.toText();
    for (int at = 0; at < text.length(); at++) {
      for (char other : (ALPHABET + "=+/ é\0").toCharArray()) {
        if (other != text.charAt(at)) {
          assertRefused(text.substring(0, at) + other + text.substring(at + 1));
        }
      }
    }
  }

  @Property(tries = 200)
  void everyCutIsRefusedAtEitherEnd(@ForAll CausalContext context) {
    String text = context.toText();
    for (int at = 0; at < text.length(); at++) {
      assertRefused(text.substring(0, at));
      assertRefused(text.substring(at + 1));
    }
  }

  @Property(tries = 200)
  void whatIsAddedIsRefused(@ForAll CausalContext context) {
    String text = context.toText();
    for (String more : new String[] {"A", "AA", "AAA", "AAAA", "=", "==", " ", "\n"}) {
      assertRefused(text + more);
      assertRefused(more + text);
    }
    assertRefused(text + text);
  }

  @Property(tries = 200)
  void swappedNeighboursAreRefused(@ForAll CausalContext context) {
    String text = context.toText();
    for (int at = 0; at + 1 < text.length(); at++) {
      if (text.charAt(at) != text.charAt(at + 1)) {
        assertRefused(
            text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2));
      }
    }
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(CausalContext.fromText(text).toText()).isEqualTo(text);
    } catch (MalformedContextException refused) {
      assertThat(refused).hasMessageStartingWith("the context ");
    }
  }

  @Property
  void contextsThatDifferHaveTextsThatDiffer(
      @ForAll CausalContext one, @ForAll CausalContext other) {
    assertThat(one.toText().equals(other.toText())).isEqualTo(one.equals(other));
  }

  @Example
  void nothingSeenHasAShortTextToo() {
    String text = CausalContext.EMPTY.toText();
    assertThat(text).hasSize(19);
    assertThat(CausalContext.fromText(text)).isEqualTo(CausalContext.EMPTY);
    assertThat(new CausalContext(VersionVector.of(new Actor(3, 1), 17), 1L << 57).toText())
        .hasSize(23);
  }

  @Example
  void theRefusalSaysWhatIsWrong() {
    String text = new CausalContext(VersionVector.of(new Actor(3, 1), 17), 9).toText();
    assertRefusedSaying("", "is empty; leave it out");
    assertRefusedSaying("A".repeat(8_193), "has 8193 characters; at most 8192");
    assertRefusedSaying(text.substring(0, 4) + "+" + text.substring(5), "U+002B at character 4");
    assertRefusedSaying(text + "AA", "which no context has; it was cut");
    assertRefusedSaying("AQAA", "has only 4 characters; it was cut");
    assertRefusedSaying(text.substring(1) + "A", "checksum");
  }

  /** What a client kept that read when a context was a vector alone. */
  @Example
  void aTextOfTheFirstVersionIsNamed() {
    assertRefusedSaying(
        "AQIDARKsAgIB5zSKLg", "context has format version 1; only 2 and 3 can be read");
  }

  @Example
  void aContextOfManyActorsIsStillRead() {
    VersionVector vector = VersionVector.EMPTY;
    for (int i = 0; i < 300; i++) {
      vector =
          vector.merge(
              VersionVector.of(
                  new Actor(Actor.MAX_MEMBER - i, Actor.MAX_GENERATION), Long.MAX_VALUE));
    }
    CausalContext context = new CausalContext(vector, Long.MAX_VALUE);
    assertThat(CausalContext.fromText(context.toText())).isEqualTo(context);
  }

  private static void assertRefused(String text) {
    assertRefusedSaying(text, "the context ");
  }

  private static void assertRefusedSaying(String text, String message) {
    assertThatThrownBy(() -> CausalContext.fromText(text))
        .isInstanceOf(MalformedContextException.class)
        .hasMessageContaining(message);
  }
}
