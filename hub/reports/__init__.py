"""What is made of savings and of the hub's own counts: reports and statements on paper, and tables to take away."""
