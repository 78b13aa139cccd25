package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.cli.terminal.TextTable;
import io.atoll.wire.ProblemType;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates, changes, lists and drops keyspaces. */
@Command(
    name = "keyspace",
    description = "Create, change, list and drop keyspaces.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  atoll keyspace list",
      "  atoll keyspace create carts --replication us=3,eu=3 --write local_quorum",
      "  atoll keyspace set carts --read local_quorum",
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
        spec.commandLine(), "a command is missing: must be create, set, list or drop");
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
      description = {
        "Create a keyspace. What is left out gets its default: 3 replicas in every DC, or as",
        "many as it has nodes; siblings; quorum; read repair in the background. One that exists",
        "is never changed."
      })
  int create(
      @Mixin NodeOptions nodes,
      @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z 0-9 _ -, first a letter.")
          String name,
      @Mixin KeyspaceFields fields,
      @Option(
              names = "--if-not-exists",
              description = "Leave one that exists as it is, and exit with 0.")
          boolean ifNotExists) {
    Answer answer = call(nodes, change("PUT", name, fields));
    boolean other = answer.problemKind().equals(ProblemType.KEYSPACE_EXISTS.kind());
    if (answer.status() == 201) {
      terminal.say("keyspace " + name + " created");
    } else if (ifNotExists && (other || answer.isOk())) {
      terminal.say(
          "keyspace %s exists%s; nothing was changed"
              .formatted(name, other ? " and is not as asked for" : ""));
    } else if (answer.isOk()) {
      throw new CommandFailure("keyspace %s exists already, as asked for".formatted(name));
    } else if (other) {
      throw new CommandFailure(
          "%s; to change it: atoll keyspace set %s".formatted(answer.reason(), name));
    } else {
      throw answer.failure();
    }
    return ExitCode.OK;
  }

  @Command(name = "set", description = "Change what is named of a keyspace; the rest stays.")
  int set(
      @Mixin NodeOptions nodes,
      @Parameters(paramLabel = "NAME", description = "The keyspace.") String name,
      @Mixin KeyspaceFields fields) {
    if (fields.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "nothing to change: say --conflicts, --read, --write or --read-repair");
    }
    answer(nodes, change("PATCH", name, fields));
    terminal.say("keyspace " + name + " changed");
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

  private static Call change(String method, String name, KeyspaceFields fields) {
    return new Call(
        method,
        "/v1/keyspaces/" + Call.encode(name),
        Map.of("Content-Type", "application/json"),
        fields.encode(),
        Call.DEFAULT_DEADLINE_MS);
  }

  /** A good answer; the failure of any other. */
  private Answer answer(NodeOptions nodes, Call call) {
    Answer answer = call(nodes, call);
    if (!answer.isOk()) {
      throw answer.failure();
    }
    return answer;
  }

  private Answer call(NodeOptions nodes, Call call) {
    try (NodeHttp http = new NodeHttp(1)) {
      return http.call(nodes.urls(terminal), call);
    }
  }

  private static String text(JsonObject answer) {
    TextTable table =
        new TextTable("NAME", "REPLICATION", "CONFLICTS", "READ", "WRITE", "READ REPAIR");
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
          String.valueOf(keyspace.getValue("write")),
          keyspace.getString("readRepair", "background"));
    }
    return table.toString().stripTrailing();
  }
}
