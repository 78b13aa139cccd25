package io.atoll.cli.client;

import io.atoll.cli.dev.ClusterFile;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which nodes a command talks to: a mixin of all client commands. */
public final class NodeOptions {
  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      split = ",",
      description = {
        "A node's address, such as http://127.0.0.1:7400; several, by comma or repeated, are tried"
            + " in order. Default: ATOLL_URL, else the nodes in ./.atoll/dev/cluster.json."
      })
  private List<String> urls = List.of();

  /** At least one address, without a slash at its end. */
  public List<String> urls(Terminal terminal) {
    if (!urls.isEmpty()) {
      return checked("--url", urls);
    }
    String variable = terminal.environment().getOrDefault("ATOLL_URL", "");
    if (!variable.isBlank()) {
      return checked("ATOLL_URL", List.of(variable.split(",", -1)));
    }
    Path file = terminal.resolve(ClusterFile.DEFAULT);
    try {
      return ClusterFile.urls(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "which node? Give --url or ATOLL_URL, or start a cluster here with: atoll dev");
    } catch (IOException | DecodeException | ClassCastException e) {
      throw new CommandFailure("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static List<String> checked(String place, List<String> texts) {
    List<String> checked = new ArrayList<>();
    for (String text : texts) {
      checked.add(checked(place, text.strip()));
    }
    return checked;
  }

  /** An address as the user wrote it, made whole; a missing scheme is http. */
  public static String checked(String place, String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = new URI(whole);
      boolean plain = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && plain) {
        int port = uri.getPort() < 0 ? 7400 : uri.getPort();
        return "http://" + uri.getHost() + ":" + port;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other text that is no address.
    }
    throw new CommandFailure(
        ExitCode.USAGE, "%s '%s': must be http://HOST:PORT".formatted(place, text));
  }
}
