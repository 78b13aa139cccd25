package io.atoll.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  @Test
  void itIsTheChecksumOfRfc3720() {
    byte[] digits = "xx123456789x".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc32c.of(digits, 2, 9)).isEqualTo(0xE3069283);
    assertThat(Crc32c.of(new byte[32], 0, 32)).isEqualTo(0x8A9136AA);
  }

  @Test
  void anObjectSumsBuffersOneAfterTheOther() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    Crc32c crc = new Crc32c();
    for (int cut = 0; cut <= digits.length; cut++) {
      ByteBuffer first = ByteBuffer.wrap(digits, 0, cut);
      ByteBuffer second = ByteBuffer.allocateDirect(9).put(digits, cut, 9 - cut).flip();
      assertThat(crc.of(first, second)).isEqualTo(0xE3069283);
      assertThat(first.remaining() + second.remaining()).isZero();
    }
    assertThat(crc.of(ByteBuffer.wrap(digits))).isEqualTo(0xE3069283);
  }

  @Test
  void nothingHasTheChecksumZero() {
    assertThat(Crc32c.of(new byte[3], 3, 0)).isZero();
  }
}
