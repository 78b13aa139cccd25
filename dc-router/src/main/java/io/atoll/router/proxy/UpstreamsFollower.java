package io.atoll.router.proxy;

import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the cluster who belongs to it, and keeps asking. It asks one node at a time, the
 * seeds and whoever it has learned of, until one answers; while nobody ever did, it asks more
 * often. Used on the context that made it.
 */
final class UpstreamsFollower {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamsFollower.class);
  private static final long ASK_MS = 10_000;
  private static final long ASK_AT_FIRST_MS = 1_000;
  private static final long TIMEOUT_MS = 2_000;

  private final Vertx vertx;
  private final HttpClient client;
  private final List<NodeAddress> seeds;
  private final Consumer<Upstreams> changed;
  private Upstreams upstreams = Upstreams.EMPTY;
  private int turn;
  private boolean closed;
  private String complaint = "";

  /**
   * @param seeds at least one
   * @param changed hears of every other upstreams than the last
   */
  UpstreamsFollower(Vertx vertx, List<NodeAddress> seeds, Consumer<Upstreams> changed) {
    this.vertx = vertx;
    this.seeds = List.copyOf(seeds);
    this.changed = changed;
    this.client =
        vertx.createHttpClient(
            SocketOptions.httpClient(Tls.NONE)
                .setConnectTimeout((int) TIMEOUT_MS)
                .setIdleTimeout((int) TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
            SocketOptions.pool(1));
  }

  /** Asks until one answered or all were asked, and goes on by itself after that. */
  Future<Void> start() {
    return round()
        .transform(
            ignored -> {
              again();
              return Future.succeededFuture();
            });
  }

  Future<Void> close() {
    closed = true;
    return client.close();
  }

  private void again() {
    if (!closed) {
      vertx.setTimer(
          upstreams.isEmpty() ? ASK_AT_FIRST_MS : ASK_MS, id -> round().onComplete(end -> again()));
    }
  }

  private Future<Void> round() {
    Map<String, NodeAddress> known = new LinkedHashMap<>();
    upstreams.dcs().forEach(dc -> dc.nodes().forEach(node -> known.put(node.authority(), node)));
    seeds.forEach(seed -> known.putIfAbsent(seed.authority(), seed));
    return askFrom(List.copyOf(known.values()), 0, new ArrayList<>());
  }

  private Future<Void> askFrom(List<NodeAddress> known, int asked, List<String> failures) {
    if (asked == known.size() || closed) {
      complain("nobody says who belongs to the cluster: " + String.join("; ", failures));
      return Future.failedFuture("nobody answered");
    }
    NodeAddress node = known.get(turn++ % known.size());
    return ask(node)
        .compose(
            learned -> {
              complaint = "";
              if (!learned.equals(upstreams)) {
                upstreams = learned;
                changed.accept(learned);
              }
              return Future.succeededFuture();
            },
            why -> {
              failures.add(node.url() + ": " + why.getMessage());
              return askFrom(known, asked + 1, failures);
            });
  }

  private Future<Upstreams> ask(NodeAddress node) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(node.host())
                .setPort(node.port())
                .setURI("/v1/cluster"))
        .compose(request -> request.send())
        .compose(
            response ->
                response.statusCode() == 200
                    ? response.body()
                    : Future.<Buffer>failedFuture("status " + response.statusCode()))
        .map(body -> ClusterAnswer.upstreams(new JsonObject(body)));
  }

  private void complain(String message) {
    if (!message.equals(complaint)) {
      complaint = message;
      LOG.warn("{}", message);
    }
  }
}
