package io.atoll.cli.bench;

import io.atoll.cli.client.Answer;
import io.atoll.cli.client.Call;
import io.atoll.cli.client.NodeHttp;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keyspace that is measured. Its writes are blind, so it must be one in which the last writer
 * wins: in one that keeps siblings every write of a key would add one.
 */
final class BenchKeyspace {
  /** The one that belongs to {@code atoll bench}. */
  static final String DEFAULT = "bench";

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int POLLS = 200;

  private final NodeHttp http;
  private final List<String> urls;
  private final String name;

  BenchKeyspace(NodeHttp http, List<String> urls, String name) {
    this.http = http;
    this.urls = urls;
    this.name = name;
  }

  /**
   * Makes the keyspace if it is not there, and waits until each of the addresses knows it; answers
   * whether it was made.
   *
   * @param replication empty for whatever it has or gets by default
   * @throws CommandFailure when no address can be reached, or the keyspace does not suit
   */
  boolean prepare(boolean writes, Map<String, Integer> replication, boolean drop, StopSignal stop)
      throws InterruptedException {
    JsonObject present = definition(urls);
    if (present != null) {
      check(present, writes, replication);
      if (drop && !name.equals(DEFAULT)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--drop: keyspace '%s' was there before, so it is not dropped; say: atoll keyspace drop"
                .formatted(name));
      }
      return false;
    }
    JsonObject definition = new JsonObject().put("conflicts", "lww");
    if (!replication.isEmpty()) {
      definition.put("replication", new JsonObject(new TreeMap<>(replication)));
    }
    ok(
        http.call(
            urls,
            new Call(
                "PUT",
                path(),
                Map.of("Content-Type", "application/json"),
                definition.toBuffer(),
                Call.DEFAULT_DEADLINE_MS)));
    awaitEverywhere(stop);
    return true;
  }

  /** How many replicas there are where, such as {@code us=3}. */
  String replication() {
    JsonObject present = definition(urls);
    return present == null ? "unknown" : replication(present);
  }

  void drop() {
    ok(http.call(urls, new Call("DELETE", path(), Map.of(), null, Call.DEFAULT_DEADLINE_MS)));
  }

  private void check(JsonObject present, boolean writes, Map<String, Integer> replication) {
    if (writes && !"lww".equals(present.getString("conflicts"))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          ("keyspace '%s' keeps siblings, and blind writes would pile them up: name one with"
                  + " conflicts lww, or one that is not there yet")
              .formatted(name));
    }
    Map<String, Object> has = new TreeMap<>(present.getJsonObject("replication").getMap());
    Map<String, Integer> wanted = new TreeMap<>(replication);
    wanted.values().removeIf(factor -> factor == 0);
    if (!replication.isEmpty() && !has.equals(wanted)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--replication %s: keyspace '%s' is there and has %s; drop it or name another"
              .formatted(wanted, name, has));
    }
  }

  /** The keyspace as an address knows it, or null. */
  private JsonObject definition(List<String> at) {
    JsonObject all = ok(http.call(at, Call.get("/v1/keyspaces"))).json();
    return all.getJsonArray("keyspaces").stream()
        .map(JsonObject.class::cast)
        .filter(keyspace -> name.equals(keyspace.getString("name")))
        .findFirst()
        .orElse(null);
  }

  private void awaitEverywhere(StopSignal stop) throws InterruptedException {
    for (String url : urls) {
      for (int i = 0; i < POLLS && !isKnownAt(url) && !stop.isRaised(); i++) {
        stop.await(POLL);
      }
    }
  }

  private boolean isKnownAt(String url) {
    try {
      return definition(List.of(url)) != null;
    } catch (CommandFailure e) {
      return true; // It is down; to measure that may be the purpose.
    }
  }

  private Answer ok(Answer answer) {
    if (!answer.isOk()) {
      throw new CommandFailure("keyspace '%s': %s".formatted(name, answer.reason()));
    }
    return answer;
  }

  private String path() {
    return "/v1/keyspaces/" + Call.encode(name);
  }

  private static String replication(JsonObject keyspace) {
    StringBuilder text = new StringBuilder();
    keyspace
        .getJsonObject("replication")
        .forEach(
            factor ->
                text.append(text.isEmpty() ? "" : ",")
                    .append(factor.getKey())
                    .append('=')
                    .append(factor.getValue()));
    return text.toString();
  }
}
