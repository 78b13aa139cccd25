package io.atoll.client.engine;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.ClusterView;
import io.atoll.wire.Response;

/** A question for the view of the cluster. */
final class ViewFetch extends Pending {
  /** Who asked. */
  interface Listener {
    void viewCame(ViewFetch fetch, ClusterView view);

    void viewLost(ViewFetch fetch, String reason);
  }

  private final Listener listener;

  ViewFetch(long sentNanos, Listener listener) {
    super(sentNanos);
    this.listener = listener;
  }

  @Override
  void answered(Response response, long nowNanos) {
    switch (response) {
      case Response.View view -> decoded(view);
      case Response.Failed failed -> listener.viewLost(this, failed.message());
      case Response.Values other -> wrong();
      case Response.SomeValues other -> wrong();
      case Response.Written other -> wrong();
      case Response.Pong other -> wrong();
      case Response.Welcome other -> wrong();
      case Response.GoAway other -> wrong();
    }
  }

  private void decoded(Response.View encoded) {
    ClusterView view;
    try {
      view = ClusterView.decode(encoded.encoded());
    } catch (MalformedBytesException e) {
      listener.viewLost(this, "its view of the cluster is malformed: " + e.getMessage());
      throw e;
    }
    listener.viewCame(this, view);
  }

  private void wrong() {
    listener.viewLost(this, "it answered something else than a view");
    throw new MalformedBytesException("a question for the view is answered by something else");
  }

  @Override
  void lost(String reason, boolean written) {
    listener.viewLost(this, reason);
  }
}
