package io.atoll.cli.dev;

import io.atoll.ring.Member;

/** One node of a development cluster and the process that it runs in. */
record DevNode(Member member, long pid) {
  String http() {
    return "http://" + member.host() + ":" + member.httpPort();
  }

  /** Where it speaks the client protocol, as host:port. */
  String client() {
    return member.host() + ":" + member.clientPort();
  }
}
