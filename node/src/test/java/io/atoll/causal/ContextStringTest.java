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
class ContextStringTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Property
  void roundTrip(@ForAll VersionVector vector) {
    String context = vector.toContext();
    assertThat(context).matches("[A-Za-z0-9_-]+");
    assertThat(VersionVector.fromContext(context)).isEqualTo(vector);
  }

  @Property(tries = 50)
  void everyMistypedCharacterIsRefused(@ForAll VersionVector vector) {
    String context = vector.toContext();
    for (int at = 0; at < context.length(); at++) {
      for (char other : (ALPHABET + "=+/ é\0").toCharArray()) {
        if (other != context.charAt(at)) {
          assertRefused(context.substring(0, at) + other + context.substring(at + 1));
        }
      }
    }
  }

  @Property(tries = 200)
  void everyCutIsRefusedAtEitherEnd(@ForAll VersionVector vector) {
    String context = vector.toContext();
    for (int at = 0; at < context.length(); at++) {
      assertRefused(context.substring(0, at));
      assertRefused(context.substring(at + 1));
    }
  }

  @Property(tries = 200)
  void whatIsAddedIsRefused(@ForAll VersionVector vector) {
    String context = vector.toContext();
    for (String more : new String[] {"A", "AA", "AAA", "AAAA", "=", "==", " ", "\n"}) {
      assertRefused(context + more);
      assertRefused(more + context);
    }
    assertRefused(context + context);
  }

  @Property(tries = 200)
  void swappedNeighboursAreRefused(@ForAll VersionVector vector) {
    String context = vector.toContext();
    for (int at = 0; at + 1 < context.length(); at++) {
      if (context.charAt(at) != context.charAt(at + 1)) {
        assertRefused(
            context.substring(0, at)
                + context.charAt(at + 1)
                + context.charAt(at)
                + context.substring(at + 2));
      }
    }
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(VersionVector.fromContext(text).toContext()).isEqualTo(text);
    } catch (MalformedContextException refused) {
      assertThat(refused).hasMessageStartingWith("the context ");
    }
  }

  @Example
  void nothingSeenHasAShortContextToo() {
    String context = VersionVector.EMPTY.toContext();
    assertThat(context).hasSize(8);
    assertThat(VersionVector.fromContext(context)).isSameAs(VersionVector.EMPTY);
    assertThat(VersionVector.of(new Actor(3, 1), 17).toContext()).hasSize(12);
  }

  @Example
  void theRefusalSaysWhatIsWrong() {
    String context = VersionVector.of(new Actor(3, 1), 17).toContext();
    assertRefusedSaying("", "is empty; leave it out");
    assertRefusedSaying("A".repeat(8_193), "has 8193 characters; at most 8192");
    assertRefusedSaying(
        context.substring(0, 4) + "+" + context.substring(5), "U+002B at character 4");
    assertRefusedSaying(context + "A", "which no context has; it was cut");
    assertRefusedSaying("AQAA", "has only 4 characters; it was cut");
    assertRefusedSaying(context.substring(1) + "A", "checksum");
  }

  @Example
  void aContextOfManyActorsIsStillRead() {
    VersionVector vector = VersionVector.EMPTY;
    for (int i = 0; i < 300; i++) {
      vector =
          vector.merge(
              VersionVector.of(
                  new Actor(Integer.MAX_VALUE - i, Integer.MAX_VALUE), Long.MAX_VALUE));
    }
    assertThat(VersionVector.fromContext(vector.toContext())).isEqualTo(vector);
  }

  private static void assertRefused(String context) {
    assertRefusedSaying(context, "the context ");
  }

  private static void assertRefusedSaying(String context, String message) {
    assertThatThrownBy(() -> VersionVector.fromContext(context))
        .isInstanceOf(MalformedContextException.class)
        .hasMessageContaining(message);
  }
}
