package io.atoll.router.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** {@code /v1/router}: the health of each DC and node as the router sees it, and why. */
final class RouterPage {
  static final String PATH = "/v1/router";

  private RouterPage() {}

  static Buffer of(RouterView view, boolean draining) {
    JsonArray dcs = new JsonArray();
    view.dcs().forEach(dc -> dcs.add(dc(dc)));
    JsonArray loops = new JsonArray();
    view.loops().forEach(loop -> loops.add(loop(loop)));
    return new JsonObject()
        .put("state", draining ? "draining" : view.isAnyUsable() ? "ready" : "no usable DC")
        .put("first", view.first())
        .put("dcs", dcs)
        .put("loops", loops)
        .toBuffer();
  }

  private static JsonObject dc(RouterView.Dc dc) {
    JsonArray nodes = new JsonArray();
    dc.nodes().forEach(node -> nodes.add(node(node)));
    return new JsonObject()
        .put("name", dc.name())
        .put("usable", dc.usable())
        .put("sinceMs", ms(dc.sinceNanos()))
        .put("latencyMs", fine(dc.latencyNanos()))
        .put("hedgeAfterMs", fine(dc.hedgeNanos()))
        .put("breaker", breaker(lower(dc.breaker()), dc.breakerWhy()))
        .put("nodes", nodes);
  }

  private static JsonObject node(RouterView.Node node) {
    JsonObject json =
        new JsonObject()
            .put("name", node.address().name())
            .put("url", node.address().url())
            .put("state", lower(node.standing()))
            .put("why", node.why())
            .put("sinceMs", ms(node.sinceNanos()))
            .put("probeMs", fine(node.latencyNanos()))
            .put("requestMs", fine(node.requestLatencyNanos()))
            .put("inFlight", node.inFlight())
            .put("answers", node.answers())
            .put("failures", node.failures())
            .put("breaker", breaker(lower(node.breaker()), node.breakerWhy()));
    if (node.lastErrorAgoNanos() >= 0) {
      json.put(
          "lastError",
          new JsonObject()
              .put("what", node.lastError())
              .put("agoMs", ms(node.lastErrorAgoNanos())));
    }
    return json;
  }

  private static JsonObject loop(LoopView loop) {
    return new JsonObject()
        .put("first", loop.loadBalancer().dc())
        .put("firstForMs", ms(loop.loadBalancer().sinceNanos()))
        .put("leaving", loop.loadBalancer().leaving())
        .put("switches", loop.loadBalancer().switches())
        .put("inFlight", loop.inFlight())
        .put("connections", loop.connections())
        .put("heldBytes", loop.heldBytes())
        .put(
            "retryBudget",
            new JsonObject()
                .put("left", Math.floor(loop.retriesLeft() * 10) / 10)
                .put("size", loop.retriesSaved()));
  }

  private static JsonObject breaker(String state, String why) {
    return new JsonObject().put("state", state).put("why", why);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Long ms(long nanos) {
    return nanos < 0 ? null : nanos / 1_000_000;
  }

  private static Double fine(long nanos) {
    return nanos < 0 ? null : Math.round(nanos / 10_000.0) / 100.0;
  }
}
