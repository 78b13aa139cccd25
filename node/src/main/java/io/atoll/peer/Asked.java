package io.atoll.peer;

import io.atoll.env.PeerLinks;

/** A request that came on a link, and is answered on it. */
record Asked<R>(
    PeerEndpoint endpoint,
    PeerLinks.Link link,
    PeerCall<?, R> call,
    long number,
    int asker,
    long timeLeftMs)
    implements PeerQuestion<R> {
  @Override
  public void reply(R reply) {
    endpoint.answer(link, number, call, reply);
  }
}
