package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows who holds what. */
@Command(
    name = "ring",
    description = "Show how much of the ring each node holds, or who holds a key.",
    footer = {
      "",
      "ARCS counts the partitions that a node holds a replica of, FIRST those where it stands"
          + " first",
      "in its DC; OF FAIR compares ARCS with what its weight would give it in its DC.",
      "",
      "Examples:",
      "  atoll ring                     the claim, node by node",
      "  atoll ring default greeting    the replicas of a key",
      "",
      "Exit codes: 0 shown, 1 failure, 2 wrong usage."
    })
public final class RingCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private NodeOptions nodes;

  @Parameters(index = "0", arity = "0..1", paramLabel = "KEYSPACE", description = "A keyspace.")
  private String keyspace;

  @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "A key in it.")
  private String key;

  @Option(names = "--json", description = "Print what the node answered, as JSON.")
  private boolean json;

  public RingCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (keyspace != null && key == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "a key is missing beside the keyspace: must be KEYSPACE KEY");
    }
    List<String> urls = nodes.urls(terminal);
    try (NodeHttp http = new NodeHttp(1)) {
      if (key != null) {
        String path = "/v1/ring/" + Call.encode(keyspace) + "/" + Call.encode(key);
        JsonObject replicas = answer(http, urls, path);
        terminal.say(json ? replicas.encodePrettily() : replicas(replicas, key));
      } else {
        JsonObject ring = answer(http, urls, "/v1/ring");
        terminal.say(json ? ring.encode() : claim(ring, answer(http, urls, "/v1/cluster")));
      }
    }
    return ExitCode.OK;
  }

  private static JsonObject answer(NodeHttp http, List<String> urls, String path) {
    Answer answer = http.call(urls, Call.get(path));
    if (!answer.isOk()) {
      throw answer.failure();
    }
    return answer.json();
  }

  static String replicas(JsonObject answer, String key) {
    TextTable table = new TextTable("DC", "RACK", "NODE", "STATE");
    for (Object entry : answer.getJsonArray("replicas")) {
      JsonObject replica = (JsonObject) entry;
      table.row(
          replica.getString("dc"),
          replica.getString("rack"),
          replica.getString("id"),
          replica.getString("state"));
    }
    return "key %s in %s: token %s, partition %d, epoch %d\n\n%s"
        .formatted(
            key,
            answer.getString("keyspace"),
            answer.getValue("token"),
            answer.getInteger("partition"),
            answer.getLong("epoch"),
            table.toString().stripTrailing());
  }

  static String claim(JsonObject ring, JsonObject cluster) {
    TextTable table =
        new TextTable("DC", "RACK", "NODE", "WEIGHT", "ARCS", "FIRST", "OF FAIR").right(3, 4, 5, 6);
    List<JsonObject> members = StatusCommand.members(cluster);
    JsonObject claim = ring.getJsonObject("claim");
    for (JsonObject member : members) {
      String dc = member.getString("dc");
      ClaimCount count = ClaimCount.of(claim.getJsonArray(dc), member.getInteger("number"));
      double weights =
          members.stream()
              .filter(m -> m.getString("dc").equals(dc))
              .mapToLong(m -> m.getLong("weight"))
              .sum();
      double fair = count.all * member.getLong("weight") / weights;
      table.row(
          dc,
          member.getString("rack"),
          member.getString("id"),
          Long.toString(member.getLong("weight")),
          HumanNumbers.count(count.held),
          HumanNumbers.count(count.first),
          fair == 0 ? "-" : HumanNumbers.percent(count.held / fair));
    }
    return "epoch %d, %d partitions\n\n%s"
        .formatted(
            ring.getLong("epoch"), ring.getInteger("partitions"), table.toString().stripTrailing());
  }

  /**
   * What one node holds of its DC's claim.
   *
   * @param held arcs with it among their owners
   * @param first arcs with it as their first owner
   * @param all places of all arcs in the DC together
   */
  private record ClaimCount(long held, long first, long all) {
    static ClaimCount of(JsonArray arcs, int number) {
      long held = 0;
      long first = 0;
      long all = 0;
      for (int i = 0; i < (arcs == null ? 0 : arcs.size()); i++) {
        JsonArray owners = arcs.getJsonArray(i);
        all += owners.size();
        held += owners.contains(number) ? 1 : 0;
        first += !owners.isEmpty() && owners.getInteger(0) == number ? 1 : 0;
      }
      return new ClaimCount(held, first, all);
    }
  }
}
