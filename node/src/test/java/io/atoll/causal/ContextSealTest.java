package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.wire.ContextText;
import io.atoll.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is opened was sealed for this very key, and is what it was. */
@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class ContextSealTest {
  private static final ContextSeal SEAL = new ContextSeal(bytes("0123456789abcdef"));
  private static final byte[] KEY = bytes("doc1");

  @Property
  void whatWasSealedIsOpened(
      @ForAll CausalContext context,
      @ForAll @IntRange(min = 0) int keyspace,
      @ForAll @Size(max = 40) byte[] key) {
    byte[] sealed = SEAL.seal(keyspace, key, context);
    assertThat(SEAL.open(keyspace, key, sealed)).isEqualTo(context);
    assertThat(ContextSeal.unsealed(sealed)).isEqualTo(context);
    assertThat(SEAL.seal(keyspace, key, context)).as("has one form").isEqualTo(sealed);
  }

  @Property(tries = 100)
  void everyBitThatIsFlippedIsRefused(@ForAll CausalContext context) {
    byte[] sealed = SEAL.seal(1, KEY, context);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(1, KEY, sealed);
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Property(tries = 100)
  void everyBitOfTheKeyAndOfTheKeyspaceCounts(
      @ForAll CausalContext context, @ForAll @Size(min = 1, max = 20) byte[] key) {
    byte[] sealed = SEAL.seal(5, key, context);
    byte[] other = key.clone();
    for (int bit = 0; bit < 8 * key.length; bit++) {
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(5, other, sealed);
      other[bit / 8] ^= (byte) (1 << bit % 8);
    }
    for (int bit = 0; bit < 31; bit++) {
      assertRefused(5 ^ 1 << bit, key, sealed);
    }
  }

  /** Bytes that move from the key to the context, or zeros behind the key, make another message. */
  @Property(tries = 200)
  void aLongerOrShorterKeyIsAnother(
      @ForAll CausalContext context, @ForAll @Size(max = 20) byte[] key) {
    byte[] sealed = SEAL.seal(1, key, context);
    for (int more = 1; more < 10; more++) {
      assertRefused(1, Arrays.copyOf(key, key.length + more), sealed);
    }
    for (int length = 0; length < key.length; length++) {
      assertRefused(1, Arrays.copyOf(key, length), sealed);
    }
  }

  @Property(tries = 200)
  void whatWasCutOrMadeLongerIsRefused(@ForAll CausalContext context) {
    byte[] sealed = SEAL.seal(1, KEY, context);
    for (int length = 0; length < sealed.length; length++) {
      assertRefused(1, KEY, Arrays.copyOf(sealed, length));
      assertRefused(1, KEY, Arrays.copyOfRange(sealed, length + 1, sealed.length));
    }
    for (int more = 1; more < 10; more++) {
      assertRefused(1, KEY, Arrays.copyOf(sealed, sealed.length + more));
    }
  }

  @Property
  void anyBytesAreRefused(@ForAll byte[] bytes) {
    assertRefused(1, KEY, bytes);
  }

  @Property(tries = 200)
  void everyMistypedCharacterOfItsTextIsRefused(@ForAll CausalContext context) {
    String text = ContextText.of(SEAL.seal(1, KEY, context));
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'A' ? 'B' : 'A';
      String mistyped = text.substring(0, at) + other + text.substring(at + 1);
      assertThatThrownBy(() -> SEAL.open(1, KEY, ContextText.parse(mistyped)))
          .hasMessageStartingWith("the context ");
    }
  }

  @Example
  void anotherClusterIsAnotherKey() {
    byte[] sealed = SEAL.seal(1, KEY, CausalContext.EMPTY);
    ContextSeal other = new ContextSeal(bytes("0123456789abcdeg"));
    assertThatThrownBy(() -> other.open(1, KEY, sealed))
        .isInstanceOf(MalformedContextException.class);
  }

  /** It is refused by its length alone: nine million bytes cost no more than one. */
  @Example
  void whatIsLongerThanTheBoundIsNotEvenLookedAt() {
    assertThat(ContextSeal.MAX_SEALED_BYTES).isEqualTo(Protocol.MAX_CONTEXT_BYTES);
    assertThatThrownBy(() -> SEAL.open(1, KEY, new byte[9_000_000]))
        .isInstanceOf(MalformedContextException.class)
        .hasMessage(
            "the context has 9000000 bytes: must be at most 6144; pass on exactly what a read or"
                + " write answered");
  }

  @Example
  void nothingSeenIsSealedToo() {
    byte[] sealed = SEAL.seal(1, KEY, CausalContext.EMPTY);
    assertThat(sealed).hasSize(18);
    assertThat(SEAL.open(1, KEY, sealed)).isEqualTo(CausalContext.EMPTY);
  }

  private static void assertRefused(int keyspace, byte[] key, byte[] sealed) {
    try {
      SEAL.open(keyspace, key, sealed);
    } catch (MalformedContextException refused) {
      if (refused.getMessage().startsWith("the context was made for another key")) {
        return;
      }
      throw refused;
    }
    throw new AssertionError("was opened");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
