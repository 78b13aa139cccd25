package io.atoll.client.codec;

import java.nio.ByteBuffer;

/** A number as eight bytes, big-endian. */
final class Int64Codec implements Codec<Long> {
  static final Int64Codec ONLY = new Int64Codec();

  private Int64Codec() {}

  @Override
  public String contentType() {
    return "application/octet-stream";
  }

  @Override
  public byte[] encode(Long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public Long decode(String contentType, byte[] bytes) {
    if (bytes.length != Long.BYTES) {
      throw new IllegalArgumentException(
          "%d bytes of type '%s' are not a number of %d bytes"
              .formatted(bytes.length, contentType, Long.BYTES));
    }
    return ByteBuffer.wrap(bytes).getLong();
  }
}
