package io.atoll.cli.bench;

import io.atoll.cli.client.NodeOptions;
import io.atoll.cli.dev.ClusterFile;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The flags that say which cluster is measured. */
final class ClusterOptions {
  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      split = ",",
      description = {
        "Addresses of nodes, which take turns, or that of a router, such as http://127.0.0.1:7400."
            + " Default: ATOLL_URL, else the nodes of the cluster file."
      })
  private List<String> urls = List.of();

  @Option(
      names = "--via",
      paramLabel = "sdk|http",
      description =
          "Through the client library (default), which finds the nodes by itself and goes to those"
              + " that hold a key, or by plain HTTP to the addresses given, such as a router's.")
  private Via via = Via.SDK;

  @Option(
      names = "--contact",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Client ports to begin with; default: those of the members that --url names.")
  private List<String> contactPoints = List.of();

  @Option(
      names = "--dc",
      paramLabel = "NAME",
      description = "The DC that the client library counts as its own; default: the nearest.")
  private String localDc;

  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description =
          "The cluster file of atoll dev, which names the nodes and their processes, whose CPU time"
              + " is counted; default: ./.atoll/dev/cluster.json, if it is there.")
  private Path file;

  @Option(
      names = "--pid",
      paramLabel = "[NAME=]PID",
      split = ",",
      description = "Further processes whose CPU time is counted, such as router=4711.")
  private List<String> pids = List.of();

  /** What is measured; means something only if no mistake was found. */
  BenchCluster read(Terminal terminal, Flags flags) {
    Path path = terminal.resolve(file == null ? ClusterFile.DEFAULT : file);
    List<ClusterFile.Node> nodes = nodes(path, flags);
    List<String> addresses = addresses(terminal, flags, nodes);
    Map<String, Long> processes = new LinkedHashMap<>();
    if (file != null || isOf(path, addresses)) {
      Map<Long, String> names = new TreeMap<>();
      for (ClusterFile.Node node : nodes) {
        if (node.pid() != 0) {
          names.merge(node.pid(), node.id(), (one, other) -> one + "+" + other);
        }
      }
      names.forEach((pid, name) -> processes.put(name, pid));
    }
    for (String text : pids) {
      int equals = text.indexOf('=');
      String name = equals > 0 ? text.substring(0, equals) : "pid " + text;
      processes.put(name, flags.number("--pid", text.substring(equals + 1), 1, Integer.MAX_VALUE));
    }
    if (via == Via.HTTP && (!contactPoints.isEmpty() || localDc != null)) {
      flags.mistake("--contact and --dc are for --via sdk; --via http goes to --url");
    }
    return new BenchCluster(via, addresses, List.copyOf(contactPoints), localDc, processes);
  }

  private List<String> addresses(Terminal terminal, Flags flags, List<ClusterFile.Node> nodes) {
    if (!urls.isEmpty()) {
      return checked(flags, "--url", urls);
    }
    String variable = terminal.environment().getOrDefault("ATOLL_URL", "");
    if (!variable.isBlank() && file == null) {
      return checked(flags, "ATOLL_URL", List.of(variable.split(",", -1)));
    }
    if (nodes.isEmpty()) {
      flags.mistake("which cluster? Give --url or ATOLL_URL, or start one here with: atoll dev");
    }
    return nodes.stream().map(ClusterFile.Node::http).toList();
  }

  /** Whether one of the addresses is in the cluster file, that of the router included. */
  private static boolean isOf(Path path, List<String> addresses) {
    try {
      return ClusterFile.urls(path).stream().anyMatch(addresses::contains);
    } catch (IOException | DecodeException | ClassCastException e) {
      return false; // There is none, or it was told before what is wrong with it.
    }
  }

  private List<ClusterFile.Node> nodes(Path path, Flags flags) {
    try {
      return ClusterFile.nodes(path);
    } catch (NoSuchFileException e) {
      if (file != null) {
        flags.mistake("--cluster %s: there is no such file; is the cluster running?", path);
      }
    } catch (IOException | DecodeException | ClassCastException e) {
      flags.mistake("%s cannot be read: %s", path, e.getMessage());
    }
    return List.of();
  }

  private static List<String> checked(Flags flags, String place, List<String> texts) {
    List<String> checked = new ArrayList<>();
    for (String text : texts) {
      try {
        checked.add(NodeOptions.checked(place, text.strip()));
      } catch (CommandFailure e) {
        flags.mistake("%s", e.getMessage());
      }
    }
    return checked;
  }
}
