"""From a network to a result: suggestions and the measures behind them."""
