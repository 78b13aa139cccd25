package io.atoll.client.codec;

import java.util.Objects;

/** Bytes as they are. */
record BytesCodec(String contentType) implements Codec<byte[]> {
  static final BytesCodec PLAIN = new BytesCodec("application/octet-stream");

  BytesCodec {
    Objects.requireNonNull(contentType, "contentType");
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(String storedType, byte[] bytes) {
    return bytes;
  }
}
