package dev.cksauth.load;

/** A connection that reviews go over. It is used on the client's one thread alone. */
sealed interface Connection permits Http1Connection, Http2Connection {

  /** Whether one more review can be sent over it now. */
  boolean takes();

  /** How many reviews are under way over it. */
  int load();

  /** Sends a review, with what is flushed next at the latest. */
  void send(Exchange exchange);

  /** Sends what was handed over. */
  void flush();

  /** An exchange whose time is over: no answer to it is waited for. */
  void abandon(Exchange exchange);

  /** What a connection tells of itself. */
  interface Owner {

    /** It can take reviews again. */
    void ready();

    /** It takes no more; what it did not process is given back, to be sent over another one. */
    void giveBack(Exchange exchange);

    /** It is no more. */
    void gone(Connection connection);
  }
}
