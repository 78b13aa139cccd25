package io.atoll.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SipHashTest {
  /** Key 00 01 … 0f; message k is 00 01 … k-1; tags lowest byte first: the authors' own. */
  private static final String VECTORS =
      """
      310e0edd47db6f72 fd67dc93c539f874 5a4fa9d909806c0d 2d7efbd796666785
      b7877127e09427cf 8da699cd64557618 cee3fe586e46c9cb 37d1018bf50002ab
      6224939a79f5f593 b0e4a90bdf82009e f3b9dd94c5bb5d7a a7ad6b22462fb3f4
      fbe50e86bc8f1e75 903d84c02756ea14 eef27a8e90ca23f7 e545be4961ca29a1
      db9bc2577fcc2a3f 9447be2cf5e99a69 9cd38d96f0b3c14b bd6179a71dc96dbb
      98eea21af25cd6be c7673b2eb0cbf2d0 883ea3e395675393 c8ce5ccd8c030ca8
      94af49f6c650adb8 eab8858ade92e1bc f315bb5bb835d817 adcf6b0763612e2f
      a5c91da7acaa4dde 716595876650a2a6 28ef495c53a387ad 42c341d8fa92d832
      ce7cf2722f512771 e37859f94623f3a7 381205bb1ab0e012 ae97a10fd434e015
      b4a31508beff4d31 81396229f0907902 4d0cf49ee5d4dcca 5c73336a76d8bf9a
      d0a704536ba93e0e 925958fcd6420cad a915c29bc8067318 952b79f3bc0aa6d4
      f21df2e41d4535f9 87577519048f53a9 10a56cf5dfcd9adb eb75095ccd986cd0
      51a9cb9ecba312e6 96afadfc2ce666c7 72fe52975a4364ee 5a1645b276d592a1
      b274cb8ebf87870a 6f9bb4203de7b381 eaecb2a30b22a87f 9924a43cc1315724
      bd838d3aafbf8db7 0b1a2a3265d51aea 135079a3231ce660 932b2846e4d70666
      e1915f5cb1eca46c f325965ca16d629f 575ff28e60381be5 724506eb4c328a95
      """;

  private static final SipHash HASH = new SipHash(counting(SipHash.KEY_BYTES));

  @Test
  void theVectorsOfTheAuthorsAreMet() {
    String[] tags = VECTORS.strip().split("\\s+", -1);
    assertThat(tags).hasSize(64);
    for (int length = 0; length < tags.length; length++) {
      byte[] message = counting(length);
      assertThat(hex(HASH.of(message, 0, length))).as("%d bytes", length).isEqualTo(tags[length]);
    }
  }

  @Test
  void aPartOfAnArrayIsReadWithoutItsSurroundings() {
    byte[] around = counting(64);
    byte[] alone = new byte[23];
    System.arraycopy(around, 5, alone, 0, alone.length);
    assertThat(HASH.of(around, 5, 23)).isEqualTo(HASH.of(alone, 0, 23));
    assertThatThrownBy(() -> HASH.of(around, 60, 5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void severalPiecesAreOneMessage() {
    SplittableRandom random = new SplittableRandom(7);
    for (int first = 0; first < 40; first++) {
      for (int second = 0; second < 40; second++) {
        byte[] one = bytes(random, first);
        byte[] other = bytes(random, second + 3);
        long number = random.nextLong();
        int padded = (first + 7) / 8 * 8;
        byte[] whole =
            ByteBuffer.allocate(8 + padded + second)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .put(one)
                .position(8 + padded)
                .put(other, 2, second)
                .array();
        assertThat(HASH.of(number, one, other, 2, second))
            .isEqualTo(HASH.of(whole, 0, whole.length));
      }
    }
  }

  @Test
  void anotherKeyGivesAnotherTag() {
    byte[] key = counting(SipHash.KEY_BYTES);
    byte[] message = counting(20);
    long tag = HASH.of(message, 0, 20);
    for (int bit = 0; bit < 8 * key.length; bit++) {
      key[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(new SipHash(key).of(message, 0, 20)).isNotEqualTo(tag);
      key[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThatThrownBy(() -> new SipHash(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key has 15 bytes: must be 16");
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String hex(long tag) {
    return HexFormat.of()
        .formatHex(
            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(tag).array());
  }
}
