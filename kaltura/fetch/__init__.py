"""A request → windows → concurrent calls → Dataset, with progress."""
