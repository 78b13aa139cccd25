package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VarintTest {
  @Test
  void everyLengthBeginsAndEndsWhereSevenBitsDo() {
    for (int bits = 7; bits <= 63; bits += 7) {
      long largest = bits == 63 ? Long.MAX_VALUE : (1L << bits) - 1;
      assertWrittenIn(bits / 7, largest);
      if (bits < 63) {
        assertWrittenIn(bits / 7 + 1, largest + 1);
      }
    }
    assertWrittenIn(1, 0);
  }

  private static void assertWrittenIn(int sizeBytes, long value) {
    byte[] bytes = new byte[sizeBytes];
    assertThat(Varint.sizeBytes(value)).isEqualTo(sizeBytes);
    assertThat(Varint.write(value, bytes, 0)).isEqualTo(sizeBytes);
    ByteReader reader = new ByteReader(bytes, 0, sizeBytes);
    assertThat(reader.varint(0, Long.MAX_VALUE, "value")).isEqualTo(value);
    reader.expectEnd();
  }
}
