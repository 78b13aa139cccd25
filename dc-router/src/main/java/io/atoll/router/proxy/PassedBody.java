package io.atoll.router.proxy;

import io.atoll.platform.http.BodyReceipt;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The arrival of a body that is kept as it came, to be sent to a node, and perhaps another. */
final class PassedBody extends BodyReceipt {
  private final Pieces body = new Pieces();
  private final Consumer<Buffer> whole;

  private PassedBody(Reply reply, int limitBytes, Consumer<Buffer> whole) {
    super(reply, limitBytes);
    this.whole = whole;
  }

  /**
   * Receives the body of a request, or answers the request with an error.
   *
   * @param whole gets the body when it is complete, or null when there is none; never called when
   *     it is refused
   */
  static void receive(Reply reply, int limitBytes, Consumer<Buffer> whole) {
    new PassedBody(reply, limitBytes, whole).start();
  }

  @Override
  protected void keep(Buffer piece) {
    body.add(piece);
  }

  @Override
  protected int size() {
    return body.length();
  }

  @Override
  protected void whole() {
    whole.accept(body.whole());
  }
}
