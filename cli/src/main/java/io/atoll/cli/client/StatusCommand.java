package io.atoll.cli.client;

import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the cluster as one node sees it. */
@Command(
    name = "status",
    description = "Show datacenters, racks and nodes: who is alive, and what each holds.",
    footer = {
      "",
      "KEYS and LOAD count every replica that a node holds. SHARE is the part of the ring whose"
          + " keys",
      "it holds; in a DC with as many nodes as replicas that is all of it.",
      "",
      "A node is alive if it answers requests (TCP), and down if it does not, whatever gossip"
          + " (UDP)",
      "says. Lines below the table name nodes of which only one of the two gets through, nodes",
      "whose clock is a second or more off, and nodes whose storage takes no writes, such as one",
      "with a full disk.",
      "",
      "--repair shows instead, for each pair of nodes with replicas of the same keys, as of when"
          + " they",
      "are known to be the same (in step), when they were compared last, and since the nodes"
          + " started how",
      "many keys differed and how many states were brought to whoever lacked them.",
      "",
      "Examples:",
      "  atoll status",
      "  atoll status --repair",
      "  atoll status --json | jq '.nodes[] | select(.state != \"alive\") | .id'",
      "",
      "Exit codes: 0 shown, 1 no node can be reached, or with --repair not all of them, 2 wrong"
          + " usage."
    })
public final class StatusCommand implements Callable<Integer> {
  private static final double WORTH_TELLING_SECONDS = 1;

  private final Terminal terminal;
  @Mixin private NodeOptions nodes;

  @Option(names = "--repair", description = "Show how the replicas stand with one another.")
  private boolean repair;

  @Option(names = "--json", description = "Print what was answered, as JSON.")
  private boolean json;

  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return repair ? showRepair() : showMembers();
  }

  private int showRepair() {
    RepairStatus status;
    try (NodeHttp http = new NodeHttp(1)) {
      ClusterNodes all = new ClusterNodes(http);
      List<JsonObject> members = members(all.seenBy(nodes.urls(terminal)));
      status = new RepairStatus(all.ask(members, Call.get("/v1/repair")));
    }
    terminal.say(json ? status.json().encodePrettily() : status.text().stripTrailing());
    return status.isWhole() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private int showMembers() {
    JsonObject cluster;
    try (NodeHttp http = new NodeHttp(1)) {
      cluster = new ClusterNodes(http).seenBy(nodes.urls(terminal));
    }
    terminal.say(json ? cluster.encodePrettily() : text(cluster, terminal.colorful()));
    return ExitCode.OK;
  }

  static String text(JsonObject cluster, boolean colorful) {
    List<JsonObject> members = members(cluster);
    TextTable table =
        new TextTable(
                "DC", "RACK", "NODE", "STATE", "KEYS", "LOAD", "SHARE", "EPOCH", "WEIGHT", "HTTP",
                "CLIENT")
            .right(4, 5, 6, 7, 8);
    for (JsonObject member : members) {
      table.row(
          member.getString("dc"),
          member.getString("rack"),
          member.getString("id"),
          member.getString("state"),
          known(member.getLong("keys"), HumanNumbers::count),
          known(member.getDouble("bytes"), HumanNumbers::bytes),
          known(member.getDouble("share"), HumanNumbers::percent),
          known(member.getLong("epoch"), String::valueOf),
          known(member.getLong("weight"), String::valueOf),
          address(member, "http"),
          address(member, "client"));
    }
    long dcs = members.stream().map(m -> m.getString("dc")).distinct().count();
    String head =
        "cluster %s, epoch %d, %d partitions: %d DCs, %d nodes (%s), as %s sees it\n\n"
            .formatted(
                cluster.getString("cluster"),
                cluster.getLong("epoch"),
                cluster.getInteger("partitions"),
                dcs,
                members.size(),
                states(members),
                cluster.getString("node"));
    String body = table.toString().stripTrailing();
    return head + (colorful ? colored(body) : body) + notes(members, cluster.getString("node"));
  }

  /**
   * What the states do not tell: of two ways to reach a node one is broken, a clock is off, or a
   * node takes no writes; its own log and {@code /health/ready} say why.
   */
  private static String notes(List<JsonObject> members, String observer) {
    StringBuilder notes = new StringBuilder();
    for (JsonObject member : members) {
      String id = member.getString("id");
      String gossip = member.getString("gossip");
      String requests = member.getString("requests");
      if ("answers".equals(requests) && "down".equals(gossip)) {
        notes.append(
            "%n%s answers requests, and its gossip does not get through: see UDP between %s and %s"
                .formatted(id, observer, address(member, "gossip")));
      } else if ("silent".equals(requests) && !"down".equals(gossip)) {
        notes.append(
            "%n%s gossips, and does not answer requests: see the node, and TCP from %s to %s"
                .formatted(id, observer, address(member, "peer")));
      }
      Double ahead = member.getDouble("clockAheadSeconds");
      if (ahead != null && Math.abs(ahead) >= WORTH_TELLING_SECONDS) {
        notes.append(
            String.format(
                Locale.ROOT,
                "%n%s has a clock that is %.1f s %s that of %s",
                id,
                Math.abs(ahead),
                ahead > 0 ? "ahead of" : "behind",
                observer));
      }
      if (Boolean.FALSE.equals(member.getBoolean("writable"))) {
        notes.append(
            "%n%s takes no writes: see its disk, its log, or http://%s/health/ready"
                .formatted(id, address(member, "http")));
      }
    }
    return notes.isEmpty() ? "" : "\n" + notes;
  }

  /** The members by DC, rack and id. */
  static List<JsonObject> members(JsonObject cluster) {
    JsonArray array = cluster.getJsonArray("nodes");
    return array.stream()
        .map(JsonObject.class::cast)
        .sorted(
            Comparator.comparing((JsonObject m) -> m.getString("dc"))
                .thenComparing(m -> m.getString("rack"))
                .thenComparing(m -> m.getString("id")))
        .toList();
  }

  private static String states(List<JsonObject> members) {
    StringBuilder text = new StringBuilder();
    for (String state : List.of("alive", "suspect", "down")) {
      long count = members.stream().filter(m -> state.equals(m.getString("state"))).count();
      if (count > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(state);
      }
    }
    return text.toString();
  }

  static String address(JsonObject member, String port) {
    return member.getString("host") + ":" + member.getJsonObject("ports").getInteger(port);
  }

  private static <T> String known(T value, Function<T, String> shown) {
    return value == null ? "?" : shown.apply(value);
  }

  private static String colored(String table) {
    return table
        .replace(" alive ", " \u001b[32malive\u001b[0m ")
        .replace(" suspect ", " \u001b[33msuspect\u001b[0m ")
        .replace(" down ", " \u001b[31mdown\u001b[0m ");
  }
}
