package io.atoll.cli.dev;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cluster.json}: what runs where, for programs. It exists only while the cluster is ready,
 * and is replaced as a whole.
 *
 * <pre>{"router": URL or null, "routerPid": PID or null,
 * "nodes": [{"id", "dc", "rack", "http", "client", "pid"}]}</pre>
 *
 * {@code http} is a URL, {@code client} is host:port. What does not run has the pid null.
 */
public final class ClusterFile {
  static final String NAME = "cluster.json";

  /** Where {@code atoll dev} keeps everything unless told otherwise. */
  public static final Path DEFAULT_DIRECTORY = Path.of(".atoll", "dev");

  /** The cluster file of the default directory. */
  public static final Path DEFAULT = DEFAULT_DIRECTORY.resolve(NAME);

  private ClusterFile() {}

  /**
   * A node of the file.
   *
   * @param http its address
   * @param pid 0 when it does not run
   */
  public record Node(String id, String http, long pid) {}

  /**
   * Writes the file.
   *
   * @param router the router's address, or null where none runs
   * @param routerPid its process, or 0
   */
  static void write(Path file, List<DevNode> nodes, String router, long routerPid)
      throws IOException {
    JsonArray array = new JsonArray();
    for (DevNode node : nodes) {
      array.add(
          new JsonObject()
              .put("id", node.member().nodeId())
              .put("dc", node.member().dc())
              .put("rack", node.member().rack())
              .put("http", node.http())
              .put("client", node.client())
              .put("pid", pid(node.pid())));
    }
    JsonObject cluster =
        new JsonObject().put("router", router).put("routerPid", pid(routerPid)).put("nodes", array);
    Path written = file.resolveSibling(NAME + ".new");
    Files.writeString(written, cluster.encodePrettily() + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Long pid(long pid) {
    return pid == 0 ? null : pid;
  }

  /** The HTTP addresses of the router, where there is one, and of all nodes. */
  public static List<String> urls(Path file) throws IOException {
    JsonObject cluster = new JsonObject(Files.readString(file));
    List<String> urls = new ArrayList<>();
    if (cluster.getString("router") != null) {
      urls.add(cluster.getString("router"));
    }
    for (Object node : cluster.getJsonArray("nodes")) {
      urls.add(((JsonObject) node).getString("http"));
    }
    return urls;
  }

  /** The nodes, whether they run or not. */
  public static List<Node> nodes(Path file) throws IOException {
    List<Node> nodes = new ArrayList<>();
    for (Object entry : new JsonObject(Files.readString(file)).getJsonArray("nodes")) {
      JsonObject node = (JsonObject) entry;
      Long pid = node.getLong("pid");
      nodes.add(new Node(node.getString("id"), node.getString("http"), pid == null ? 0 : pid));
    }
    return nodes;
  }
}
