package io.atoll.server.http;

import io.atoll.platform.http.BodyReceipt;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** The arrival of a body that is kept as one array, the value to be stored. */
final class ValueReceipt extends BodyReceipt {
  private static final byte[] NOTHING = {};
  private static final int FIRST_BYTES = 16 * 1024;

  private final Consumer<byte[]> whole;
  private byte[] bytes = NOTHING;
  private int size;

  private ValueReceipt(Exchange exchange, int limitBytes, Consumer<byte[]> whole) {
    super(exchange, limitBytes);
    this.whole = whole;
  }

  /**
   * Receives the body of a request, or answers the request with an error.
   *
   * @param whole gets the body when it is complete; never called when it is refused
   */
  static void receive(Exchange exchange, int limitBytes, Consumer<byte[]> whole) {
    new ValueReceipt(exchange, limitBytes, whole).start();
  }

  @Override
  protected void keep(Buffer piece) {
    int more = piece.length();
    if (size == 0) {
      // Most bodies come in one piece: this copy is then the value itself.
      bytes = piece.getBytes();
      size = more;
      return;
    }
    if (more > bytes.length - size) {
      long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(limitBytes(), Math.max(doubled, size + more)));
    }
    piece.getBytes(bytes, size);
    size += more;
  }

  @Override
  protected int size() {
    return size;
  }

  @Override
  protected void whole() {
    whole.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
  }
}
