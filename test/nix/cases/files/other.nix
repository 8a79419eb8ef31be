{ value = 42; here = ./.; }
