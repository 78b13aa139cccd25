package io.atoll.chaos.hostile;

import io.atoll.cli.CommandProvider;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Attacks a running server and looks whether it holds. */
@Command(
    name = "hostile-test",
    description = "Attack a running node or router through its ports, and see whether it holds.",
    sortOptions = false,
    footer = {
      "",
      "Sends garbage, unfinished, silent, slow, unread and far too many requests to the ports that",
      "are named, one attack after the other, while a client that behaves goes on reading and",
      "writing keys 'hostile-...' of keyspace 'default'. For what is yours to attack only.",
      "",
      "Examples:",
      "  atoll hostile-test --http 127.0.0.1:7401",
      "  atoll hostile-test --http 127.0.0.1:7401 --client 127.0.0.1:7501 \\",
      "      --peer 127.0.0.1:7301 --gossip 127.0.0.1:7201 --inputs 1000000 --seconds 300",
      "",
      "Exit codes: 0 it held, 1 it did not serve again within 5 s or lost a write, 2 wrong usage."
    })
public final class HostileTestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      required = true,
      description = "HTTP of a node or a router; the client that behaves uses it too.")
  private String http;

  @Option(names = "--client", paramLabel = "HOST:PORT", description = "Client port of a node.")
  private String client;

  @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Port of a node for nodes.")
  private String peer;

  @Option(names = "--gossip", paramLabel = "HOST:PORT", description = "Gossip port of a node.")
  private String gossip;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "500",
      description = "Of an attack that holds many; default 500.")
  private int connections;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Of an attack that sends garbage; default 20000.")
  private long inputs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long an attack lasts at most; default 10.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the garbage is drawn from; default 1.")
  private long seed;

  private HostileTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandFailure.require(connections >= 1, "--connections", connections, "1 or more");
    CommandFailure.require(inputs >= 1, "--inputs", inputs, "1 or more");
    CommandFailure.require(seconds >= 1, "--seconds", seconds, "1 or more");
    Targets targets =
        new Targets(
            address("--http", http),
            address("--client", client),
            address("--peer", peer),
            address("--gossip", gossip));
    HostileTrial.Plan plan =
        new HostileTrial.Plan(connections, inputs, Duration.ofSeconds(seconds), seed);
    List<String> faults;
    try {
      faults = new HostileTrial(targets, plan, terminal::say).run();
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage());
    }
    faults.forEach(terminal::say);
    terminal.say(faults.isEmpty() ? "it held" : "IT DID NOT HOLD, see above");
    return faults.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static InetSocketAddress address(String option, String text) {
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    try {
      InetSocketAddress address =
          new InetSocketAddress(
              text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
      CommandFailure.require(
          colon > 0 && !address.isUnresolved(),
          option,
          text,
          "HOST:PORT with a host that is known");
      return address;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrong(option, text, "HOST:PORT, for example 127.0.0.1:7401");
    }
  }

  /** Adds the command to {@code atoll}. */
  public static final class Provider implements CommandProvider {
    @Override
    public Object command(Terminal terminal) {
      return new HostileTestCommand(terminal);
    }
  }
}
