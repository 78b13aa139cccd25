package io.atoll.router.proxy;

import io.atoll.router.health.LoadBalancer;
import io.atoll.router.health.NodeHealth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.LongSupplier;

/**
 * Asks nodes whether they are ready when their load balancer say so. It has connections of its own,
 * so that a probe never waits behind requests. Used on one loop.
 */
final class Prober {
  private static final String READY = "/health/ready";
  private static final int LONGEST_REASON = 300;

  private final Vertx vertx;
  private final HttpClient client;
  private final LoadBalancer loadBalancer;
  private final LongSupplier nanos;
  private final long timeoutNanos;

  Prober(
      Vertx vertx,
      HttpClient client,
      LoadBalancer loadBalancer,
      LongSupplier nanos,
      long timeoutNanos) {
    this.vertx = vertx;
    this.client = client;
    this.loadBalancer = loadBalancer;
    this.nanos = nanos;
    this.timeoutNanos = timeoutNanos;
  }

  /** Probes every node whose turn it is. */
  void probe() {
    long nowNanos = nanos.getAsLong();
    for (NodeHealth node : loadBalancer.nodes()) {
      if (node.isProbeDue(nowNanos)) {
        node.probeSent(nowNanos);
        new Probe(node, nowNanos).start();
      }
    }
  }

  /** One probe; it ends once. */
  private final class Probe {
    private final NodeHealth node;
    private final long sentNanos;
    private HttpClientRequest request;
    private long timer;
    private boolean over;

    Probe(NodeHealth node, long sentNanos) {
      this.node = node;
      this.sentNanos = sentNanos;
    }

    void start() {
      timer = vertx.setTimer(Math.max(1, timeoutNanos / 1_000_000), id -> late());
      client
          .request(
              new RequestOptions()
                  .setMethod(HttpMethod.GET)
                  .setHost(node.address().host())
                  .setPort(node.address().port())
                  .setURI(READY))
          .compose(
              connected -> {
                request = connected;
                if (over) {
                  connected.reset();
                  return Future.failedFuture("late");
                }
                return connected.send();
              })
          .compose(
              response -> response.body().map(body -> new Told(response.statusCode() == 200, body)))
          .onComplete(this::heard, this::failed);
    }

    private void heard(Told told) {
      if (end()) {
        long nowNanos = nanos.getAsLong();
        String reason = told.reason();
        if (told.readsOnly()) {
          node.probeAnsweredForReads(nowNanos, nowNanos - sentNanos, reason);
        } else {
          node.probeAnswered(nowNanos, nowNanos - sentNanos, told.ready, reason);
        }
      }
    }

    private void failed(Throwable why) {
      if (end()) {
        String message = why.getMessage() == null ? why.toString() : why.getMessage();
        node.probeFailed(nanos.getAsLong(), "probe failed: " + message);
      }
    }

    private void late() {
      if (end()) {
        if (request != null) {
          request.reset();
        }
        node.probeFailed(
            nanos.getAsLong(),
            "probe not answered within %d ms".formatted(timeoutNanos / 1_000_000));
      }
    }

    private boolean end() {
      boolean first = !over;
      over = true;
      vertx.cancelTimer(timer);
      return first;
    }
  }

  /** What a node said of itself. */
  private record Told(boolean ready, Buffer body) {
    boolean readsOnly() {
      try {
        return !ready && new JsonObject(body).getBoolean("reads", false);
      } catch (DecodeException | ClassCastException e) {
        return false;
      }
    }

    String reason() {
      if (ready) {
        return "";
      }
      String text;
      try {
        text = new JsonObject(body).getString("detail", "it is not ready");
      } catch (DecodeException | ClassCastException e) {
        text = "it is not ready and does not say why";
      }
      return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
  }
}
