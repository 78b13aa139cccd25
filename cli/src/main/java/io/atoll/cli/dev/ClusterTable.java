package io.atoll.cli.dev;

import io.atoll.cli.terminal.TextTable;
import java.nio.file.Path;
import java.util.List;

/** What {@code atoll dev} shows when everything is ready. */
final class ClusterTable {
  private ClusterTable() {}

  static String text(List<DevNode> nodes, Path directory) {
    TextTable table = new TextTable("NODE", "DC", "RACK", "HTTP", "CLIENT", "PID");
    for (DevNode node : nodes) {
      table.row(
          node.member().nodeId(),
          node.member().dc(),
          node.member().rack(),
          node.http(),
          node.client(),
          node.pid() == 0 ? "-" : Long.toString(node.pid()));
    }
    String first = nodes.getFirst().http();
    String last = nodes.getLast().http();
    return table
        + """

        write: curl -X PUT --data-binary 'hello' %s/v1/kv/default/greeting
        read:  curl %s/v1/kv/default/greeting

        Data is kept in %s. Ctrl-C stops the cluster.\
        """
            .formatted(first, last, directory);
  }
}
