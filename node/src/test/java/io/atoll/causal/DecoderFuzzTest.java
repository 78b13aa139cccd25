package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.atoll.bytes.MalformedBytesException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Whatever the bytes: a value that encodes to these very bytes, or the typed refusal. */
@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class DecoderFuzzTest {

  @Property
  void siblingsRoundTrip(@ForAll Siblings siblings) {
    byte[] bytes = siblings.encode();
    assertThat(bytes).hasSize(siblings.encodedSizeBytes());
    assertThat(Siblings.decode(bytes)).isEqualTo(siblings).hasSameHashCodeAs(siblings);
  }

  @Property
  void aPartOfAnArrayIsReadWithoutItsSurroundings(
      @ForAll Siblings siblings, @ForAll VersionVector vector) {
    byte[] frame = new byte[siblings.encodedSizeBytes() + vector.encodedSizeBytes() + 6];
    Arrays.fill(frame, (byte) 0xee);
    int between = 3 + siblings.encodedSizeBytes();
    int end = frame.length - 3;
    System.arraycopy(siblings.encode(), 0, frame, 3, between - 3);
    System.arraycopy(vector.encode(), 0, frame, between, end - between);
    assertThat(Siblings.decode(frame, 3, between - 3)).isEqualTo(siblings);
    assertThat(VersionVector.decode(frame, between, end - between)).isEqualTo(vector);
    assertThat(frame).startsWith(0xee, 0xee, 0xee).endsWith(0xee, 0xee, 0xee);
  }

  @Property(tries = 200)
  void everyCutIsRefused(
      @ForAll Siblings siblings, @ForAll VersionVector vector, @ForAll CausalContext context) {
    assertThatEveryCutIsRefused(siblings.encode().clone(), Siblings::decode);
    assertThatEveryCutIsRefused(vector.encode(), VersionVector::decode);
    assertThatEveryCutIsRefused(context.encode(), CausalContext::decode);
  }

  private static void assertThatEveryCutIsRefused(byte[] bytes, Function<byte[], ?> decoder) {
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decoder.apply(cut))
          .isInstanceOf(MalformedBytesException.class)
          .hasMessageStartingWith("byte ");
    }
  }

  @Property(tries = 15)
  void everyChangeOfOneByteIsRefusedOrCanonical(
      @ForAll Siblings siblings, @ForAll VersionVector vector, @ForAll CausalContext context) {
    changeEachByte(
        siblings.encode().clone(), DecoderFuzzTest::assertThatSiblingsAreRefusedOrCanonical);
    changeEachByte(vector.encode(), DecoderFuzzTest::assertThatVectorIsRefusedOrCanonical);
    changeEachByte(context.encode(), DecoderFuzzTest::assertThatContextIsRefusedOrCanonical);
  }

  private static void changeEachByte(byte[] bytes, Consumer<byte[]> assertion) {
    for (int change = 1; change < 256; change++) {
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] ^= (byte) change;
        assertion.accept(bytes);
        bytes[at] ^= (byte) change;
      }
    }
  }

  @Property(tries = 3_000)
  void randomBytesAreRefusedOrCanonical(@ForAll @Size(max = 80) byte[] bytes) {
    assertThatSiblingsAreRefusedOrCanonical(bytes);
    assertThatVectorIsRefusedOrCanonical(bytes);
    assertThatContextIsRefusedOrCanonical(bytes);
    byte[] rightVersion = bytes.clone();
    if (bytes.length > 0) {
      rightVersion[0] = 1;
      assertThatSiblingsAreRefusedOrCanonical(rightVersion);
      assertThatVectorIsRefusedOrCanonical(rightVersion);
      rightVersion[0] = 2;
      assertThatContextIsRefusedOrCanonical(rightVersion);
      rightVersion[0] = 3;
      assertThatContextIsRefusedOrCanonical(rightVersion);
    }
  }

  /** Small numbers get much further into a decoder than random bytes. */
  @Property(tries = 3_000)
  void randomSmallNumbersAreRefusedOrCanonical(@ForAll @Size(max = 60) byte[] bytes) {
    byte[] small = new byte[bytes.length + 1];
    small[0] = 1;
    for (int i = 0; i < bytes.length; i++) {
      small[i + 1] = (byte) (bytes[i] & 3);
    }
    assertThatSiblingsAreRefusedOrCanonical(small);
    assertThatVectorIsRefusedOrCanonical(small);
    small[0] = 2;
    assertThatContextIsRefusedOrCanonical(small);
    small[0] = 3;
    assertThatContextIsRefusedOrCanonical(small);
  }

  private static void assertThatSiblingsAreRefusedOrCanonical(byte[] bytes) {
    try {
      assertThatBytesAreEqual(Siblings.decode(bytes, 0, bytes.length).encode(), bytes);
    } catch (MalformedBytesException refused) {
      assertThatAPlaceIsNamed(refused);
    }
  }

  private static void assertThatVectorIsRefusedOrCanonical(byte[] bytes) {
    try {
      assertThatBytesAreEqual(VersionVector.decode(bytes).encode(), bytes);
    } catch (MalformedBytesException refused) {
      assertThatAPlaceIsNamed(refused);
    }
  }

  private static void assertThatContextIsRefusedOrCanonical(byte[] bytes) {
    try {
      assertThatBytesAreEqual(CausalContext.decode(bytes).encode(), bytes);
    } catch (MalformedBytesException refused) {
      assertThatAPlaceIsNamed(refused);
    }
  }

  /** Asserts only on a difference: an assertion object for each of a million decodings is slow. */
  private static void assertThatBytesAreEqual(byte[] actual, byte[] expected) {
    if (!Arrays.equals(actual, expected)) {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static void assertThatAPlaceIsNamed(MalformedBytesException refused) {
    if (!refused.getMessage().startsWith("byte ")) {
      assertThat(refused).hasMessageStartingWith("byte ");
    }
  }

  @Example
  void everyFormThatIsNotCanonicalIsNamed() {
    assertVectorRefused("", "format version needs 1 bytes");
    assertVectorRefused("02 00", "format version 2; only 1");
    assertVectorRefused("01 00 00", "1 bytes too many");
    assertVectorRefused("01 80 00", "not in its shortest form");
    assertVectorRefused("01 01 01 01 00", "counter is 0");
    assertVectorRefused("01 01 01 00 01", "generation is 0");
    assertVectorRefused("01 02 02 01 01 01 01 01", "actor 1.1 is not after 2.1");
    assertVectorRefused("01 02 01 01 01 01 01 01", "actor 1.1 is not after 1.1");
    assertVectorRefused("01 01 80 80 80 80 08 01 01", "member is 2147483648");
    assertVectorRefused(
        "01 01 01 01 ff ff ff ff ff ff ff ff ff 01", "counter is 18446744073709551615");
    assertVectorRefused("01 01 01 01 ff ff ff ff ff ff ff ff ff 02", "more than 64 bits");
    String one = "01 01 01 01 05 ";
    String atZero = "00 00 00 00 00 00 00 00 ";
    assertRefused("01 00 01 00 00" + atZero + "00", "a version, but the vector names no actor");
    assertRefused(one + "01 01 00 " + atZero + "00", "place of the version's actor is 1");
    assertRefused(one + "01 00 05 " + atZero + "00", "distance to the actor's counter is 5");
    assertRefused(one + "01 00 00 " + atZero + "02", "kind is 2");
    assertRefused(one + "01 00 00 80 00 00 00 00 00 00 00 00", "timestamp has more than 63 bits");
    assertRefused(one + "01 00 00 " + atZero + "01 01 0a 00", "not printable ASCII");
    assertRefused(one + "01 00 00 " + atZero + "01 80 02 00", "content type is 256");
    assertRefused(
        one + "02 00 00 " + atZero + "00 00 00 " + atZero + "00", "dot 1.1:5 is not after 1.1:5");
    assertRefused(
        one + "02 00 00 " + atZero + "00 00 01 " + atZero + "00", "dot 1.1:4 is not after 1.1:5");
  }

  @Example
  void aContextThatIsNotCanonicalIsNamed() {
    assertContextRefused("01 00 00 00 00 00 00 00 00 00", "format version 1; only 2");
    assertContextRefused("02 00 80 00 00 00 00 00 00 00", "timestamp has more than 63 bits");
    assertContextRefused("02 00 00 00 00 00 00 00 00", "timestamp needs 8 bytes, but only 7");
    assertContextRefused("02 00 00 00 00 00 00 00 00 00 00", "1 bytes too many");
    assertContextRefused("02 ff ff ff ff 07", "number of actors is 2147483647");
  }

  private static void assertContextRefused(String hex, String message) {
    assertThatThrownBy(() -> CausalContext.decode(bytes(hex)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining(message);
  }

  private static void assertVectorRefused(String hex, String message) {
    assertThatThrownBy(() -> VersionVector.decode(bytes(hex)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining(message);
    if (!hex.isEmpty()) {
      assertThatThrownBy(() -> Siblings.decode(bytes(hex + " 00")))
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  private static void assertRefused(String hex, String message) {
    assertThatThrownBy(() -> Siblings.decode(bytes(hex)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Example
  void aLengthThatLiesAllocatesNothing() {
    String huge = "ff ff ff ff 07";
    long none = allocatedBytes(() -> assertRefused("02", "version"));
    for (String hex :
        new String[] {
          "01 " + huge,
          "01 01 01 01 01 " + huge,
          "01 01 01 01 01 01 00 00 00 00 00 00 00 00 00 00 01 00 " + huge
        }) {
      long allocated = allocatedBytes(() -> assertRefused(hex, "is 2147483647"));
      assertThat(allocated - none).isLessThan(65_536);
    }
  }

  private static long allocatedBytes(Runnable action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    action.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
