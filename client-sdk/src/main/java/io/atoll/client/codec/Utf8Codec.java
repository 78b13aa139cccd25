package io.atoll.client.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8; lone surrogates and bytes that are not UTF-8 are refused. */
final class Utf8Codec implements Codec<String> {
  static final Utf8Codec ONLY = new Utf8Codec();

  private Utf8Codec() {}

  @Override
  public String contentType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public byte[] encode(String value) {
    // getBytes writes '?' for a lone surrogate, which would make two different keys one.
    if (!isWhole(value)) {
      throw new IllegalArgumentException("the text has a surrogate without its other half");
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
      }
    }
    return true;
  }

  @Override
  public String decode(String contentType, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new IllegalArgumentException(
          "%d bytes of type '%s' are no UTF-8".formatted(bytes.length, contentType), notText);
    }
  }
}
