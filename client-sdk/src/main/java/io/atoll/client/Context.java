package io.atoll.client;

import io.atoll.wire.ContextText;
import java.util.Arrays;

/**
 * What was seen of one key: an opaque value that reads and writes return. A write that carries it
 * replaces exactly what it stands for; a read that names it as a minimum returns no less.
 * Immutable.
 *
 * <p>As text it is the same string as the {@code Atoll-Context} of the HTTP API, so that one
 * service may read over HTTP and another write with this client. It is bound to its key, and to the
 * keyspace as long as that is not dropped: sent with another key, or once the keyspace has been
 * made again, it is refused with {@link io.atoll.client.failure.InvalidRequest}.
 */
public final class Context {
  /** Nothing seen, as of a key that was never written. */
  public static final Context NONE = new Context(new byte[0]);

  /** Not the empty string: a text that got lost on its way must not stand for nothing seen. */
  private static final String TEXT_OF_NONE = "AA";

  private final byte[] bytes;

  private Context(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the bytes of an answer over. */
  static Context of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Context(bytes);
  }

  /** The bytes, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether it stands for nothing: then a write that carries it is blind. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** A string of letters, digits, {@code -} and {@code _}. */
  public String toText() {
    return isEmpty() ? TEXT_OF_NONE : ContextText.of(bytes);
  }

  /**
   * Reads what {@link #toText} or the header {@code Atoll-Context} gave. Whether it is a context of
   * its key is for the cluster to say, which refuses one that was cut or mistyped.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static Context fromText(String text) {
    return text.equals(TEXT_OF_NONE) ? NONE : of(ContextText.parse(text));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Context other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Its text. */
  @Override
  public String toString() {
    return toText();
  }
}
