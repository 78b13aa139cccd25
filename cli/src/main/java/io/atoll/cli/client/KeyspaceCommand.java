package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates, lists and drops keyspaces. */
@Command(
    name = "keyspace",
    description = "Create, list and drop keyspaces.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  atoll keyspace list",
      "  atoll keyspace create carts --replication us=3,eu=3 --write local_quorum",
      "  atoll keyspace drop carts --yes",
      "",
      "Exit codes: 0 ok, 1 failure, 2 wrong usage."
    })
public final class KeyspaceCommand implements Runnable {
  private final Terminal terminal;
  @Spec private CommandSpec spec;

  public KeyspaceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: must be create, list or drop");
  }

  @Command(name = "list", description = "Show all keyspaces.")
  int list(
      @Mixin NodeOptions nodes,
      @Option(names = "--json", description = "Print what the node answered, as JSON.")
          boolean json) {
    JsonObject answer = answer(nodes, Call.get("/v1/keyspaces")).json();
    terminal.say(json ? answer.encodePrettily() : text(answer));
    return ExitCode.OK;
  }

  @Command(
      name = "create",
      description =
          "Create a keyspace, or change one that exists; what is left out gets its default.")
  int create(
      @Mixin NodeOptions nodes,
      @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z 0-9 _ -, first a letter.")
          String name,
      @Option(
              names = "--replication",
              paramLabel = "DC=N",
              split = ",",
              description = "Replicas per DC; default: 3 or the DC's node count, in every DC.")
          Map<String, Integer> replication,
      @Option(
              names = "--conflicts",
              paramLabel = "POLICY",
              description = "siblings (all concurrent values are kept) or lww (the last write is).")
          String conflicts,
      @Option(
              names = "--read",
              paramLabel = "LEVEL",
              description = "Level of reads that name none.")
          String read,
      @Option(
              names = "--write",
              paramLabel = "LEVEL",
              description = "Level of writes that name none.")
          String write) {
    JsonObject definition = new JsonObject();
    if (replication != null) {
      JsonObject factors = new JsonObject();
      new TreeMap<>(replication).forEach(factors::put);
      definition.put("replication", factors);
    }
    put(definition, "conflicts", conflicts);
    put(definition, "read", read);
    put(definition, "write", write);
    Call call =
        new Call(
            "PUT",
            "/v1/keyspaces/" + Call.encode(name),
            Map.of("Content-Type", "application/json"),
            definition.toBuffer(),
            Call.DEFAULT_DEADLINE_MS);
    Answer answer = answer(nodes, call);
    terminal.say(
        "keyspace %s %s".formatted(name, answer.status() == 201 ? "created" : "is so now"));
    return ExitCode.OK;
  }

  @Command(name = "drop", description = "Remove a keyspace with all its data, for good.")
  int drop(
      @Mixin NodeOptions nodes,
      @Parameters(paramLabel = "NAME", description = "The keyspace.") String name,
      @Option(names = "--yes", description = "Yes, remove its data.") boolean yes) {
    if (!yes) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "this removes all data of %s for good; say --yes to do it".formatted(name));
    }
    answer(
        nodes,
        new Call(
            "DELETE",
            "/v1/keyspaces/" + Call.encode(name),
            Map.of(),
            null,
            Call.DEFAULT_DEADLINE_MS));
    terminal.say("keyspace " + name + " dropped");
    return ExitCode.OK;
  }

  private Answer answer(NodeOptions nodes, Call call) {
    try (NodeHttp http = new NodeHttp(1)) {
      Answer answer = http.call(nodes.urls(terminal), call);
      if (!answer.isOk()) {
        throw answer.failure();
      }
      return answer;
    }
  }

  private static void put(JsonObject definition, String field, String value) {
    if (value != null) {
      definition.put(field, value);
    }
  }

  private static String text(JsonObject answer) {
    TextTable table = new TextTable("NAME", "REPLICATION", "CONFLICTS", "READ", "WRITE");
    for (Object entry : answer.getJsonArray("keyspaces")) {
      JsonObject keyspace = (JsonObject) entry;
      StringBuilder factors = new StringBuilder();
      keyspace
          .getJsonObject("replication")
          .forEach(
              factor ->
                  factors
                      .append(factors.isEmpty() ? "" : ",")
                      .append(factor.getKey())
                      .append('=')
                      .append(factor.getValue()));
      table.row(
          keyspace.getString("name"),
          factors.toString(),
          keyspace.getString("conflicts"),
          String.valueOf(keyspace.getValue("read")),
          String.valueOf(keyspace.getValue("write")));
    }
    return table.toString().stripTrailing();
  }
}
