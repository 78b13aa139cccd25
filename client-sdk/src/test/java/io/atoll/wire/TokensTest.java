package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hash can never change: data lies where it says. Tokens of keyspace 0 are plain XXH3, so they
 * agree with any other implementation of it.
 */
class TokensTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0, 2D06800538D394C2",
    "a, 0, E6C632B61E964E1F",
    "abc, 0, 78AF5F94892F3950",
    "atoll, 0, 6B41A5EFD081ED73",
    "'', 1, CB3DF9BEB81E10D7",
    "a, 1, 84FDAC6F9DE0CA34",
    "user:1, 1, D98EF4B6FF381116",
    "user:1, 2, 77C66E707E828D2B",
    "atoll, 2, A7B09962CF16E59D"
  })
  void theTokenOfATextNeverChanges(String key, int keyspaceId, String token) {
    assertThat(Tokens.of(keyspaceId, key.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Long.parseUnsignedLong(token, 16));
  }

  /** Keys of bytes 0, 1, 2, … : XXH3 treats each of these lengths differently. */
  @ParameterizedTest
  @CsvSource({
    "1, C44BDFF4074EECDB",
    "3, 5F4299FC161C9CBB",
    "4, 60DAB036A58211F2",
    "8, 3A1C2D7C85AF88F8",
    "9, E9612598145BB9DC",
    "16, 8355E3A6F61770DB",
    "17, 9EF341A99DE37328",
    "128, 85C6174C7FF4C46B",
    "129, EC7642B431BA3E5A",
    "240, 375A384D957FE865",
    "241, 02E8CD95421C6D02",
    "1024, A870F92984398D22",
    "10240, C03D2231AB9348F3"
  })
  void theTokenOfEveryLengthNeverChanges(int length, String token) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) i;
    }
    assertThat(Tokens.of(0, key)).isEqualTo(Long.parseUnsignedLong(token, 16));
  }

  @Test
  void theLargestKeyspaceIdHasATokenToo() {
    assertThat(Tokens.of(Integer.MAX_VALUE, new byte[] {-1})).isEqualTo(0xF82AB08D6BDF5B19L);
  }

  /** Pearson's test: 1,023 degrees of freedom have a deviation of 45; five of them are allowed. */
  @ParameterizedTest
  @CsvSource({"user-%d, 1", "%d, 1", "%016x, 1", "user-%d, 2", "/a/long/path/of/%d/objects, 7"})
  void keysThatCountUpSpreadEvenly(String pattern, int keyspaceId) {
    int keys = 200_000;
    int[] counts = new int[1_024];
    for (int i = 0; i < keys; i++) {
      byte[] key = pattern.formatted(i).getBytes(StandardCharsets.UTF_8);
      counts[(int) (Tokens.of(keyspaceId, key) >>> 54)]++;
    }
    double expected = (double) keys / counts.length;
    double deviation = 0;
    for (int count : counts) {
      deviation += (count - expected) * (count - expected) / expected;
    }
    assertThat(deviation).isBetween(1_023 - 5 * 45.2, 1_023 + 5 * 45.2);
  }

  @Test
  void keyspacesAreLaidOutDifferently() {
    byte[] key = "user-1".getBytes(StandardCharsets.UTF_8);
    long[] arcs = new long[64];
    for (int id = 0; id < arcs.length; id++) {
      arcs[id] = Tokens.of(id, key) >>> 52;
    }
    assertThat(arcs).doesNotHaveDuplicates();
  }
}
