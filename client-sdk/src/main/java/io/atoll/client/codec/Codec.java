package io.atoll.client.codec;

/**
 * Turns keys or values of one type into bytes and back. Must be callable from several threads at
 * once. What it throws fails the request that called it, as a {@link
 * io.atoll.client.failure.CodecFailure}, and no other.
 *
 * <p>A codec for keys must give equal keys equal bytes, because the bytes are the key.
 *
 * @param <T> what it turns into bytes; never null
 */
public interface Codec<T> {
  /** What {@link #encode} gives, as a media type; stored with each value. Keys have none. */
  String contentType();

  /**
   * The bytes of a value. The client neither copies nor changes them; nobody else may change them
   * until the request has ended.
   */
  byte[] encode(T value);

  /**
   * The value of bytes, which need not have been written by this codec.
   *
   * @param contentType what the value was stored with; may be empty
   * @throws RuntimeException when they are no value of this type, saying why
   */
  T decode(String contentType, byte[] bytes);

  /** Bytes as they are, of type {@code application/octet-stream}. */
  static Codec<byte[]> bytes() {
    return BytesCodec.PLAIN;
  }

  /** Bytes as they are, of a type such as {@code image/png}. */
  static Codec<byte[]> bytes(String contentType) {
    return new BytesCodec(contentType);
  }

  /**
   * Text as UTF-8, of type {@code text/plain; charset=utf-8}. Bytes that are no UTF-8 are refused.
   */
  static Codec<String> utf8() {
    return Utf8Codec.ONLY;
  }

  /** A number as eight bytes, the highest first, so that keys sort like their numbers from 0 up. */
  static Codec<Long> int64() {
    return Int64Codec.ONLY;
  }
}
